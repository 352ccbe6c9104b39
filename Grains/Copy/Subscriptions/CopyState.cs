namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>How far a copy has come.</summary>
internal enum CopyPhase
{
    /// <summary>Its first order is to be made, or was not executed.</summary>
    Wanted,

    /// <summary>Its pending order stands.</summary>
    Placed,

    /// <summary>It is open.</summary>
    Open,
}

/// <summary>
/// One ticket of the provider and what the account has of it. What the provider has is what is wanted; what the account
/// has follows by one order after the other, each when the one before has its result.
/// </summary>
internal sealed class CopyState
{
    /// <summary>The ticket as the provider has it now; nothing left: it is to be closed.</summary>
    public required ProviderTicket Ticket { get; set; }

    /// <summary>The provider's money when it was opened.</summary>
    public required ProviderMoney Money { get; init; }

    /// <summary>As the account's broker names it.</summary>
    public required string Symbol { get; init; }

    /// <summary>What it is opened with.</summary>
    public required OrderKind Kind { get; set; }

    /// <summary>True when the account's side is the other one.</summary>
    public required bool IsReverse { get; init; }

    /// <summary>True for what the provider had open when the subscription began: no window holds for it.</summary>
    public bool IsFromStart { get; init; }

    public CopyPhase Phase { get; set; }

    /// <summary>The sequence that opened or placed it; 0: none did.</summary>
    public long OpenSequence { get; set; }

    /// <summary>The provider's lots that its volume was made from; zero: it was not opened.</summary>
    public Lots SizedBy { get; set; }

    public Lots Opened { get; set; }

    public Lots Volume { get; set; }

    /// <summary>The symbol's volumes when it was opened; null: it was not.</summary>
    public VolumeRules? Volumes { get; set; }

    /// <summary>The symbol's digits when it was opened.</summary>
    public int Digits { get; set; }

    /// <summary>What the account's prices were last asked to be; null: nothing was.</summary>
    public CopyPrices? Asked { get; set; }

    /// <summary>The order under way; 0: none.</summary>
    public long InFlight { get; set; }

    /// <summary>How often the operation was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Before this nothing is done; none: nothing is waited for.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>When the terminal is to be asked for the order under way; null: its answer is awaited.</summary>
    public DateTimeOffset? AskAt { get; set; }

    /// <summary>Why it is to be closed whatever the provider does; null: it is not.</summary>
    public string? MustClose { get; set; }

    /// <summary>What holds it up; null: nothing.</summary>
    public string? Waits { get; set; }
}

/// <summary>The prices that a position or pending order shall have, with the digits of the account's symbol.</summary>
/// <param name="Price">Of the pending order; none: it is a position.</param>
/// <param name="StopLoss">Of the position.</param>
/// <param name="TakeProfit">Of the position.</param>
internal sealed record CopyPrices(SymbolPrice Price, SymbolPrice StopLoss, SymbolPrice TakeProfit);
