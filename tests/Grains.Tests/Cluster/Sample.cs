using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Grains.Tests.Cluster;

/// <summary>Makes a message with a value of its own in every property, so that none may be lost unnoticed.</summary>
internal sealed class Sample
{
    private int _count;

    internal object Of(Type type)
    {
        var n = ++_count;
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        return actual switch
        {
            _ when actual == typeof(string) => string.Create(CultureInfo.InvariantCulture, $"text-{n}"),
            _ when actual == typeof(bool) => true,
            _ when actual == typeof(int) => n,
            _ when actual == typeof(long) => -long.MaxValue + n,
            _ when actual == typeof(ulong) => ulong.MaxValue - (ulong)n,
            _ when actual == typeof(UInt128) => UInt128.MaxValue - (UInt128)n,
            _ when actual == typeof(Int128) => Int128.MinValue + n,
            _ when actual == typeof(TimeSpan) => TimeSpan.FromTicks(n),
            _ when actual == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero)
                .AddTicks(n),
            _ when actual == typeof(byte[]) => new[] { (byte)n, byte.MaxValue },

            // Not every number of digits can be written.
            _ when actual == typeof(SymbolPrice) => new SymbolPrice(SymbolPrice.Max - n, n % FixedPoint.DecimalsMax),
            _ when actual == typeof(IReadOnlyDictionary<string, string>) => Names(),
            { IsEnum: true } => Enum.GetValues(actual).GetValue(Enum.GetValues(actual).Length - 1)!,
            { IsInterface: true, IsGenericType: true } => ListOf(actual),
            _ => Filled(actual),
        };
    }

    /// <summary>Lists as grains make them: with collection expressions, whose classes the compiler invents.</summary>
    private object ListOf(Type type)
    {
        Assert.Equal(typeof(IReadOnlyList<>), type.GetGenericTypeDefinition());
        return GetType().GetMethod(nameof(List), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(type.GenericTypeArguments).Invoke(this, [])!;
    }

    private IReadOnlyList<T> List<T>() => (_count % 3) switch
    {
        0 => [(T)Of(typeof(T))],
        1 => [(T)Of(typeof(T)), (T)Of(typeof(T))],
        _ => [.. Enumerable.Range(0, 3).Select(_ => (T)Of(typeof(T)))],
    };

    /// <summary>As the API makes them: the comparer has to arrive too.</summary>
    private Dictionary<string, string> Names() => Enumerable.Range(0, 2).ToDictionary(
        _ => (string)Of(typeof(string)), _ => (string)Of(typeof(string)), StringComparer.Ordinal);

    private object Filled(Type type)
    {
        var message = RuntimeHelpers.GetUninitializedObject(type);
        var settable = type.GetProperties().Where(p => p.SetMethod is not null).ToList();
        Assert.NotEmpty(settable);
        foreach (var property in settable)
        {
            property.SetValue(message, Of(property.PropertyType));
        }

        return message;
    }
}
