namespace OrleansTrading.Grains;

/// <summary>A request that was understood and refused. Nothing changed.</summary>
[GenerateSerializer, Immutable, Alias("ot.refusal")]
public sealed record Refusal
{
    /// <summary>A stable code of <see cref="ErrorCodes"/>.</summary>
    [Id(0)]
    public required string Code { get; init; }

    /// <summary>
    /// The offending field of the request as the caller spelled it; null when no single field is to blame.
    /// </summary>
    [Id(1)]
    public string? Field { get; init; }

    /// <summary>The rule, the present value and the remedy, as a sentence for people. Never a secret.</summary>
    [Id(2)]
    public required string Detail { get; init; }

    /// <summary>When the same request may succeed; null when waiting does not help.</summary>
    [Id(3)]
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>A value, or the reason why there is none.</summary>
/// <typeparam name="T">The value's type.</typeparam>
[GenerateSerializer, Immutable, Alias("ot.outcome`1")]
public sealed record Outcome<T>
    where T : class
{
    /// <summary>The value; null when refused.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>The reason; null when there is a value.</summary>
    [Id(1)]
    public Refusal? Refusal { get; init; }
}

/// <summary>Short ways to write an <see cref="Outcome{T}"/>.</summary>
public static class Outcome
{
    /// <summary>A value.</summary>
    public static Outcome<T> Of<T>(T value)
        where T : class => new() { Value = value };

    /// <summary>A refusal.</summary>
    public static Outcome<T> Refused<T>(Refusal refusal)
        where T : class => new() { Refusal = refusal };

    /// <summary>A refusal.</summary>
    public static Outcome<T> Refused<T>(string code, string? field, string detail)
        where T : class => new() { Refusal = new Refusal { Code = code, Field = field, Detail = detail } };
}
