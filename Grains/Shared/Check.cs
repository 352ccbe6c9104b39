using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Grains;

/// <summary>
/// Something that must hold does not: the books and the world disagree, or the code is wrong. The activation is dropped
/// and reads its state again; stopping is better than paying twice.
/// </summary>
public sealed class BrokenPromiseException : Exception
{
    /// <summary>Creates it.</summary>
    public BrokenPromiseException(string message)
        : base(message)
    {
    }
}

/// <summary>Assertions that stay on in production.</summary>
internal static class Check
{
    /// <summary>Throws <see cref="BrokenPromiseException"/> unless the condition holds.</summary>
    internal static void That(
        [DoesNotReturnIf(false)] bool condition,
        string detail,
        [CallerArgumentExpression(nameof(condition))] string? rule = null)
    {
        if (!condition)
        {
            throw new BrokenPromiseException($"{rule}: {detail}");
        }
    }

    /// <inheritdoc cref="That(bool, string, string)"/>
    internal static void That(
        [DoesNotReturnIf(false)] bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref BrokenPromise detail,
        [CallerArgumentExpression(nameof(condition))] string? rule = null)
    {
        if (!condition)
        {
            throw new BrokenPromiseException($"{rule}: {detail.ToStringAndClear()}");
        }
    }
}

/// <summary>
/// What a broken promise says. It is put together only when one is broken: assertions are in every money path, and the
/// text of one costs more than what it guards.
/// </summary>
[InterpolatedStringHandler]
internal ref struct BrokenPromise
{
    private DefaultInterpolatedStringHandler text;

    public BrokenPromise(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        text = isNeeded
            ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture)
            : default;
    }

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    internal string ToStringAndClear() => text.ToStringAndClear();
}
