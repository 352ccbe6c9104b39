namespace OrleansTrading.Client.Api.Health;

/// <summary>Whether the platform can do its work.</summary>
internal sealed record HealthBody
{
    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Each thing that was looked at, by name.</summary>
    public required IReadOnlyList<HealthCheckBody> Checks { get; init; }
}

/// <summary>One thing that was looked at.</summary>
internal sealed record HealthCheckBody
{
    /// <summary>What was looked at: <c>storage</c>, <c>chain:solana:watcher</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What is wrong, without particulars; null when nothing is.</summary>
    public required string? Description { get; init; }
}
