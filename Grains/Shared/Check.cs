using System.Diagnostics.CodeAnalysis;
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
}
