namespace OrleansTrading.Grains;

/// <summary>The features' names, as models, the history and the API spell them.</summary>
public static class TrustFeatureNames
{
    private static readonly string[] Names =
    [
        "holding_time", "mark_out_1s", "mark_out_10s", "mark_out_60s", "win_rate", "latency", "cancel_ratio",
        "correlated_entries",
    ];

    /// <summary>All names, in the order of <see cref="TrustFeature"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>A feature's name.</summary>
    public static string Of(TrustFeature feature) => Names[(int)feature];
}
