namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes of wallets, and of the entries that come with a write.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfWallets =>
    [
        new()
        {
            Name = "The_entries_of_a_write_are_dropped",
            Breaks = "money moves and the ledger does not say so",
            Caught = "each stream ends where its state says",
            File = "Engine/Storage/States/GrainStateStorage.cs",
            Original = """
                    var attached = StateAttachments.Of(state, key);
                    var payload
            """,
            Replacement = """
                    var attached = StateAttachments.Of(state, key) with { Entries = [] };
                    var payload
            """,
        },
        new()
        {
            Name = "A_wallet_does_not_look_for_what_it_did_before",
            Breaks = "a repeated operation is done again",
            Caught = "an id is in a stream once",
            File = "Grains/Wallets/WalletGrain.Queue.cs",
            Original = "if (State.Ledger.Sequence == 0)",
            Replacement = "if (State.Ledger.Sequence >= 0)",
        },
        new()
        {
            Name = "A_wallet_answers_before_it_has_stored",
            Breaks = "what was acknowledged is gone after a crash",
            Caught = "what savers were told is booked",
            File = "Grains/Wallets/WalletGrain.Queue.cs",
            Original = """
                    if (book.IsChanged)
                    {
                        await StoreAsync(book);
                    }
            """,
            Replacement = """
                    group.ForEach(turn => turn.Answer());
                    if (book.IsChanged)
                    {
                        await StoreAsync(book);
                    }
            """,
        },
        new()
        {
            Name = "A_transfer_is_struck_before_it_is_taken",
            Breaks = "a crash in between leaves the money with nobody",
            Caught = "nothing is pending in when all is over",
            File = "Grains/Wallets/WalletGrain.Courier.cs",
            Original = "            var taken = await GrainFactory",
            Replacement = """
                        await QueueAsync(new WalletTurn { Arrived = transfer.Id });
                        var taken = await GrainFactory
            """,
        },
        new()
        {
            Name = "A_hold_does_not_end",
            Breaks = "what is held is never available again",
            Caught = "nothing is held when all is over",
            File = "Grains/Wallets/WalletGrain.Queue.cs",
            Original = "            book.ReleaseEnded();\n",
            Replacement = "",
        },
        new()
        {
            Name = "A_capture_gives_a_unit_back",
            Breaks = "a wallet has more than is booked",
            Caught = "a wallet has what is booked",
            File = "Grains/Wallets/HoldOperations.cs",
            Original = "book.Put(left.Asset, funds.Available, funds.Held - Capture.Amount.Units);",
            Replacement = "book.Put(left.Asset, funds.Available + 1, funds.Held - Capture.Amount.Units);",
        },
        new()
        {
            Name = "A_deposit_has_another_id_each_time",
            Breaks = "a crash between the credit and its note credits it again",
            Caught = "a wallet has what its chains brought",
            File = "Grains/Payments/PaymentGrain.Deposits.cs",
            Original = """LedgerEncoding.IdOf($"deposit of {Payment.Id}")""",
            Replacement = """LedgerEncoding.IdOf($"deposit of {Payment.Id} at {time.GetUtcNow():O}")""",
        },
        new()
        {
            Name = "A_withdrawal_counts_as_completed_when_it_is_signed",
            Breaks = "a user is told of a payment that may never land",
            Caught = "completed means that the payment is final on its chain",
            File = "Grains/Withdrawals/WithdrawalGrain.Paying.cs",
            Original = "            case TransferStatus.Landed:",
            Replacement = "            case TransferStatus.Landed or TransferStatus.Signed:",
        },
        new()
        {
            Name = "A_withdrawal_is_paid_out_of_what_is_still_held",
            Breaks = "what is paid out is in the wallet again when the hold ends",
            Caught = "a wallet has what its chains brought, less what they paid out",
            File = "Grains/Withdrawals/WithdrawalGrain.Paying.cs",
            Original = "if (!State.IsTaken && !await TakeAsync())",
            Replacement = "if (State.IsTaken && !await TakeAsync())",
        },
    ];
}
