namespace OrleansTrading.Silo.Demo;

/// <summary>The four balances that a trade of USDC for XLM changes, in base units.</summary>
internal sealed record Holdings
{
    /// <summary>Decimals of USDC.</summary>
    internal const int UsdcDecimals = 6;

    /// <summary>Decimals of XLM.</summary>
    internal const int XlmDecimals = 7;

    internal required UInt128 PayerUsdc { get; init; }

    internal required UInt128 TreasuryUsdc { get; init; }

    internal required UInt128 TreasuryXlm { get; init; }

    internal required UInt128 ReceiverXlm { get; init; }
}
