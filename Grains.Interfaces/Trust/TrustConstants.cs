namespace OrleansTrading.Grains;

/// <summary>Limits and units of trust that callers meet.</summary>
public static class TrustConstants
{
    /// <summary>
    /// One, in the fixed-point numbers of trust: scores, shares, weights and relative prices are whole millionths.
    /// </summary>
    public const int One = 1_000_000;

    /// <summary>The score of a user of whom nothing is known, and towards which all scores decay.</summary>
    public const int Neutral = 500_000;

    /// <summary>Observations that one report may have, all kinds together.</summary>
    public const int ObservationsMax = 100;

    /// <summary>Characters of a symbol.</summary>
    public const int SymbolLengthMax = 64;

    /// <summary>Characters of an operator's note about an override.</summary>
    public const int NoteLengthMax = 500;

    /// <summary>Decimals that an observed price may have.</summary>
    public const int PriceDecimalsMax = 18;
}
