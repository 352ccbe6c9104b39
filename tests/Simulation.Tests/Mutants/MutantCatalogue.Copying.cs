namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes about signals, orders and their results.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfCopying =>
    [
        new()
        {
            IsOfCopying = true,
            Name = "A_signal_that_is_told_again_is_taken_again",
            Breaks = "a provider that tells once more after a crash has a position opened twice",
            Caught = "signals only rise, and what an order opened is one position of the platform's",
            File = "Grains/Copy/Subscriptions/SubscriptionGrain.cs",
            Original = """
                        if (signal.Number == State.SignalNumber + 1)
            """,
            Replacement = """
                        if (signal.Number <= State.SignalNumber + 1)
            """,
        },
        new()
        {
            IsOfCopying = true,
            Name = "An_order_is_relayed_before_it_is_stored",
            Breaks = "a crash in between gives its sequence to another order",
            Caught = "a sequence is one order for good",
            File = "Grains/Copy/Subscriptions/SubscriptionGrain.Stepping.cs",
            Original = """
                        var facts = await TakeStepsAsync(time.GetUtcNow());
                        await storage.WriteStateAsync();
            """,
            Replacement = """
                        var facts = await TakeStepsAsync(time.GetUtcNow());
                        await RelayAsync([.. State.Orders]);
                        await storage.WriteStateAsync();
            """,
        },
        new()
        {
            IsOfCopying = true,
            Name = "An_order_without_an_answer_is_made_anew",
            Breaks = "an opening that the broker executed without saying so is made a second time",
            Caught = "each open position of the broker's is a copy",
            File = "Grains/Copy/Positions/PositionGrain.Results.cs",
            Original = """
                        ReturnClass.Unknown => TakeUnknown(),
            """,
            Replacement = """
                        ReturnClass.Unknown => TakeRefusal(order, report, ReturnClass.Wait),
            """,
        },
        new()
        {
            IsOfCopying = true,
            Name = "A_deal_that_is_reported_again_counts_again",
            Breaks = "what a position earned is counted twice when its report is repeated",
            Caught = "profit is what the broker's deals say",
            File = "Grains/Copy/Positions/PositionGrain.Results.cs",
            Original = """
                private bool IsKnown(OrderReport report) => report.Deal != 0 && State.Deals.Contains(report.Deal);
            """,
            Replacement = """
                private bool IsKnown(OrderReport report) => report.Deal != 0 && State.Deals.Count > 64;
            """,
        },
        new()
        {
            IsOfCopying = true,
            Name = "A_closing_that_was_refused_for_good_is_given_up",
            Breaks = "a position stays open for ever that its provider has closed",
            Caught = "what the provider has closed is not open",
            File = "Grains/Copy/Subscriptions/SubscriptionGrain.Reports.cs",
            Original = """
                            copy.NotBefore = time.GetUtcNow() + Options.HoldWait;
            """,
            Replacement = """
                            copy.NotBefore = DateTimeOffset.MaxValue;
            """,
        },
        new()
        {
            IsOfCopying = true,
            Name = "What_was_closed_before_a_position_ended_is_not_counted",
            Breaks = "the profit of a closing is lost when the position ends before its result is told",
            Caught = "profit is what the broker's deals say",
            File = "Grains/Copy/Positions/PositionGrain.Results.cs",
            Original = """
                    if (report.Kind is ReportKind.Filled or ReportKind.Partial && !IsKnown(report))
            """,
            Replacement = """
                    if (report.Kind is ReportKind.Filled or ReportKind.Partial && IsKnown(report))
            """,
        },
    ];
}
