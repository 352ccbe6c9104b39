using System.Text.Json.Serialization;

namespace OrleansTrading.Client.Api.Errors;

/// <summary>
/// Why a request was refused, as RFC 9457 problem details. Nothing changed, unless the code says otherwise.
/// </summary>
internal sealed record ProblemBody
{
    /// <summary>The kind of problem, as a URN that ends in the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, as a sentence that is the same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>This occurrence: the rule, the present value and the remedy.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked.</summary>
    public required string Instance { get; init; }

    /// <summary>The stable code; programs decide by it.</summary>
    public required string Code { get; init; }

    /// <summary>The offending field, e.g. <c>pay.amount</c>; left out when no single field is to blame.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>Names this occurrence in the platform's log.</summary>
    public required string TraceId { get; init; }

    /// <summary>When the same request may succeed; left out when waiting does not help or nobody knows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RetryAt { get; init; }
}
