using OrleansTrading.Simulation.Tests.Mutants.Workshop;
using Xunit.Abstractions;

namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>
/// The simulator finds what it is for. Each row is a mistake in a copy of the product; a row that fails says that the
/// simulator has become too weak to see it.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int SeedsMax = 2_000;

    /// <summary>Most mutants are found in fewer.</summary>
    private const int SoundSeeds = 6;

    /// <summary>Set to anything, the slow ones are sought too.</summary>
    private const string AllVariable = "ORLEANSTRADING_ALL_MUTANTS";

    /// <summary>
    /// Not sought with every run, only by <see cref="AllVariable"/>: each takes from ten seconds to
    /// minutes. They must compile.
    /// </summary>
    private static readonly HashSet<string> s_slow = new(StringComparer.Ordinal)
    {
        "A_NEAR_transfer_is_dead_when_its_nonce_is_not_used",
        "A_Solana_transfer_is_dead_while_its_blockhash_is_still_good",
        "A_Stellar_fee_bump_counts_as_a_payment_of_its_own",
        "A_Stellar_transfer_is_dead_when_a_server_does_not_know_it",
        "A_capture_gives_a_unit_back",
        "A_deal_that_is_reported_again_counts_again",
        "A_deposit_has_another_id_each_time",
        "A_failed_delivery_keeps_the_customers_limit",
        "A_hold_does_not_end",
        "A_late_payment_is_executed_at_the_old_price",
        "A_quote_counts_as_executed_when_its_delivery_is_signed",
        "A_refused_submission_is_signed_anew",
        "A_repeated_order_is_sought_in_the_table_only",
        "A_signature_is_submitted_before_it_is_stored",
        "A_refused_transfer_keeps_the_senders_limit",
        "A_stale_write_takes_the_stored_etag_and_is_repeated",
        "A_submission_without_an_answer_is_signed_anew",
        "A_transaction_that_failed_on_chain_is_taken_for_landed",
        "A_transfer_is_struck_before_it_is_taken",
        "A_transfer_leaves_the_table_before_its_end_is_recorded",
        "A_transfer_to_another_wallet_has_another_id_each_time",
        "A_wallet_answers_before_it_has_stored",
        "A_withdrawal_counts_as_completed_when_it_is_signed",
        "A_withdrawal_is_paid_out_of_what_is_still_held",
        "An_expired_quote_keeps_what_was_set_aside_for_it",
        "An_unknown_delivery_is_taken_for_failed",
        "An_order_without_an_answer_is_made_anew",
        "Any_asset_pays_a_quote",
        "NEAR_is_read_before_it_is_final",
        "Nobody_comes_back_to_a_payment_after_a_crash",
        "Solana_is_read_before_it_is_final",
        "The_excess_is_kept",
        "The_history_of_a_write_is_dropped",
        "Too_little_is_accepted",
        "What_is_set_aside_is_promised_again",
    };

    public static TheoryData<string> Names =>
        [.. MutantCatalogue.All.Select(mutant => mutant.Name).Where(name => IsSoughtNow || !s_slow.Contains(name))];

    private static bool IsSoughtNow => Environment.GetEnvironmentVariable(AllVariable) is not null;

    public static TheoryData<string> SlowNames => [.. s_slow.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SlowNames))]
    public void Slow_mutant_compiles(string name)
    {
        var mutant = MutantCatalogue.Find(name);

        Room.Named(mutant.Room).Check(mutant);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutant_is_found(string name)
    {
        var mutant = MutantCatalogue.Find(name);
        var product = new ProductContext(name, Room.Named(mutant.Room).Compile(mutant));

        var report = Simulator.FindFailure(product, SeedsMax, mutant.IsOfCopying);

        Assert.True(
            report is not null,
            $"{SeedsMax} seeds have not found that {mutant.Breaks}. It should have shown: {mutant.Caught}.");
        output.WriteLine($"{name}: {report.Split('\n')[0]}");
    }

    [Fact]
    public void A_failure_is_told_with_the_shortest_run_that_shows_it_and_the_command_that_repeats_it()
    {
        var mutant = MutantCatalogue.Find("One_base_unit_of_a_refund_is_lost");
        var product = new ProductContext("explained", Room.Named(mutant.Room).Compile(mutant));

        var report = Simulator.ExplainFailure(product, SeedsMax);

        Assert.NotNull(report);
        output.WriteLine(report);
        Assert.Matches(@"^FAIL I\d+ seed=\d+ step=\d+", report);
        Assert.Matches(@"The shortest of \d+ runs has \d+ faults", report);
        Assert.Matches(@"\n +\d+\.\d{4} violation I\d+: ", report);
        Assert.Matches(
            @"\nRepeat: dotnet run --project Silo -- simulate --seed \d+ .*--customers \d --copiers 0 --quotes \d",
            report);
    }

    /// <summary>So what is found above is the mistake, not the way by which the product came here.</summary>
    [Fact]
    public void The_product_without_a_mistake_fails_no_seed_on_the_same_way()
    {
        var product = new ProductContext("sound", Room.Named("Grains").Compile());

        var report = Simulator.FindFailure(product, SoundSeeds);

        Assert.True(report is null, report);
    }
}
