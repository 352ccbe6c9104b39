namespace OrleansTrading.Silo.Demo;

/// <summary>The four balances that a trade changes, in base units.</summary>
internal sealed record Holdings
{
    /// <summary>What the customer pays with.</summary>
    internal required UInt128 PayerPaid { get; init; }

    /// <summary>The same asset at the treasury.</summary>
    internal required UInt128 TreasuryPaid { get; init; }

    /// <summary>What is delivered, at the treasury.</summary>
    internal required UInt128 TreasuryReceived { get; init; }

    /// <summary>The same asset at the customer.</summary>
    internal required UInt128 ReceiverReceived { get; init; }
}
