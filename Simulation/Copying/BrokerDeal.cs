using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Copying;

/// <summary>What a broker did, or did not.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Retcode">The trade server's code.</param>
/// <param name="Volume">Of the deal; zero: there was none.</param>
/// <param name="Price">Of the deal.</param>
/// <param name="ProfitCents">Of what was closed.</param>
/// <param name="CommissionCents">Of the deal.</param>
/// <param name="Ticket">The deal's; 0: there was none.</param>
/// <param name="Reason">Why, of the protocol's words.</param>
internal sealed record BrokerDeal(
    ReportKind Kind,
    int Retcode = 10009,
    Lots Volume = default,
    SymbolPrice Price = default,
    long ProfitCents = 0,
    long CommissionCents = 0,
    long Ticket = 0,
    string Reason = "");

/// <summary>A position or pending order as the broker has it.</summary>
internal sealed class BrokerPosition
{
    internal required SubscriptionId Subscription { get; init; }

    /// <summary>The sequence of the order that opened or placed it.</summary>
    internal required long OpenSequence { get; init; }

    internal required string Symbol { get; init; }

    internal bool IsPending { get; set; }

    internal Lots Volume { get; set; }

    internal Lots Opened { get; set; }

    internal string StopLoss { get; set; } = "";

    internal string TakeProfit { get; set; } = "";

    /// <summary>Profit, commission and swap of all its deals.</summary>
    internal long NetCents { get; set; }

    /// <summary>Whether it stands, or is open.</summary>
    internal bool IsOpen => !Volume.IsZero;

    public override string ToString() =>
        $"{Subscription}#{OpenSequence} {Symbol} {(IsPending ? "pending " : "")}{Volume} of {Opened}";
}
