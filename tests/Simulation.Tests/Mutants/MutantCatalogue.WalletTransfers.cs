namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes of customers' transfers from wallet to wallet.</content>
internal static partial class MutantCatalogue
{
    private const string WalletTransferFile = "Grains/WalletTransfers/WalletTransferGrain.cs";

    private static IReadOnlyList<Mutant> OfWalletTransfers =>
    [
        new()
        {
            Name = "A_transfer_to_another_wallet_has_another_id_each_time",
            Breaks = "a crash between the wallet's answer and its note sends it again",
            Caught = "a transfer is booked once on either side",
            File = WalletTransferFile,
            Original = """LedgerEncoding.IdOf($"transfer {Id.Value}")""",
            Replacement = """LedgerEncoding.IdOf($"transfer {Id.Value} {storage.Etag}")""",
        },
        new()
        {
            Name = "A_refused_transfer_keeps_the_senders_limit",
            Breaks = "what was never sent counts against the day's limit",
            Caught = "a booking of a limit is that of a transfer that was sent",
            File = WalletTransferFile,
            Original = "            await Risk.ReleaseAsync(Id.Value);\n",
            Replacement = "",
        },
    ];
}
