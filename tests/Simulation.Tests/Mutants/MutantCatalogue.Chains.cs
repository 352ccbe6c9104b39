namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes about what the chains' answers prove.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfChains =>
    [
        new()
        {
            Name = "A_Solana_transfer_is_dead_while_its_blockhash_is_still_good",
            Breaks = "a transfer that may still land is signed anew",
            Caught = "at most one transaction of a transfer lands",
            File = "Chains/Solana/SolanaChain.LookUp.cs",
            Original = "var isPast = tip.BlockHeight > lastValidHeight + (ulong)_options.DeadMarginBlocks;",
            Replacement = "var isPast = tip.BlockHeight + BlockhashLifeBlocks > lastValidHeight;",
        },
        new()
        {
            Name = "A_Stellar_transfer_is_dead_when_a_server_does_not_know_it",
            Breaks = "a transfer that may still land is signed anew",
            Caught = "at most one transaction of a transfer lands",
            File = "Chains/Stellar/StellarChain.LookUp.cs",
            Original = "closedAt.ToUnixTimeSeconds() > (long)bounds.MaxTime;",
            Replacement = "closedAt.ToUnixTimeSeconds() > (long)bounds.MinTime;",
        },
        new()
        {
            Name = "A_NEAR_transfer_is_dead_when_its_nonce_is_not_used",
            Breaks = "a transfer that may still land is signed anew",
            Caught = "at most one transaction of a transfer lands",
            File = "Chains/Near/NearChain.LookUp.cs",
            Original = "if (!await IsPastAsync(tip, lastHeight, cancellationToken))",
            Replacement = "if (tip.Height > lastHeight)",
        },
        new()
        {
            Name = "Solana_is_read_before_it_is_final",
            Breaks = "a payment counts that a fork takes back",
            Caught = "what is delivered for is final on its chain",
            File = "Chains/Solana/SolanaRpc.cs",
            Original = """private static JsonObject Finalized() => new() { ["commitment"] = "finalized" };""",
            Replacement = """private static JsonObject Finalized() => new() { ["commitment"] = "confirmed" };""",
        },
        new()
        {
            Name = "NEAR_is_read_before_it_is_final",
            Breaks = "a payment counts that a fork takes back",
            Caught = "what is delivered for is final on its chain",
            File = "Chains/Near/Rpc/BlockReference.cs",
            Original = """parameters["finality"] = "final";""",
            Replacement = """parameters["finality"] = "optimistic";""",
        },
        new()
        {
            Name = "A_Stellar_fee_bump_counts_as_a_payment_of_its_own",
            Breaks = "the account's own transactions are strangers to it",
            Caught = "no account is halted where nobody else signs",
            File = "Chains/Stellar/StellarChain.History.cs",
            Original = "record.InnerHash ?? record.Hash,",
            Replacement = "record.Hash,",
        },
    ];
}
