namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes about what is signed, when, and how often.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfTreasury =>
    [
        new()
        {
            Name = "A_signature_is_submitted_before_it_is_stored",
            Breaks = "a crash in between forgets a transaction that is on its way, and another is signed",
            Caught = "nothing reaches a network that is not stored; at most one transaction of a transfer lands",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = """
                        await saver.SaveAsync();
                        isUnsaved = false;
            """,
            Replacement = """
                        _ = saver.SaveAsync();
                        isUnsaved = false;
            """,
        },
        new()
        {
            Name = "A_submission_without_an_answer_is_signed_anew",
            Breaks = "a time-out is taken for a failure, and the transfer is paid twice",
            Caught = "at most one transaction of a transfer lands",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = """
                    logger.TransferSubmitted(transfer.Request.Id, signed.TransactionId, result.Reply, result.Detail);
            """,
            Replacement = """
                    logger.TransferSubmitted(transfer.Request.Id, signed.TransactionId, result.Reply, result.Detail);
                    if (result.Reply == SubmitReply.Unknown)
                    {
                        transfer.Status = TransferStatus.Queued;
                    }
            """,
        },
        new()
        {
            Name = "A_refused_submission_is_signed_anew",
            Breaks = "the refusal of a twin is taken for a failure, and the transfer is paid twice",
            Caught = "at most one transaction of a transfer lands",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = """
                    logger.TransferSubmitted(transfer.Request.Id, signed.TransactionId, result.Reply, result.Detail);
            """,
            Replacement = """
                    logger.TransferSubmitted(transfer.Request.Id, signed.TransactionId, result.Reply, result.Detail);
                    if (result.Reply == SubmitReply.Refused)
                    {
                        transfer.Status = TransferStatus.Queued;
                    }
            """,
        },
        new()
        {
            Name = "A_transaction_that_failed_on_chain_is_taken_for_landed",
            Breaks = "a customer is told that it was paid, and was not",
            Caught = "executed means that the delivery took effect on its chain",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = """await ConcludeAsync(transfer, TransferStatus.Failed, "rejected", status);""",
            Replacement = """await ConcludeAsync(transfer, TransferStatus.Landed, "landed", status);""",
        },
        new()
        {
            Name = "A_transfer_leaves_the_table_before_its_end_is_recorded",
            Breaks = "a crash in between forgets that the transfer was ever made",
            Caught = "at most one transaction of a transfer lands, and every quote ends",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = """
                    await Transfer(request.Id).RecordAsync(view);
                    mayHaveEnded = false;
                    await StrikeAsync(transfer, view);
            """,
            Replacement = """
                    await StrikeAsync(transfer, view);
                    await Transfer(request.Id).RecordAsync(view);
                    mayHaveEnded = false;
            """,
        },
        new()
        {
            Name = "A_repeated_order_is_sought_in_the_table_only",
            Breaks = "an order that is repeated after its end is paid again",
            Caught = "at most one transaction of a transfer lands",
            File = "Grains/Treasury/TreasuryGrain.cs",
            Original = "var known = open is null ? await Transfer(request.Id).GetAsync() : null;",
            Replacement = "TransferView? known = null;",
        },
        new()
        {
            Name = "What_is_set_aside_is_promised_again",
            Breaks = "more is promised than the treasury holds",
            Caught = "what is set aside and under way never exceeds what the chain holds, and every quote ends",
            File = "Grains/Treasury/TreasuryGrain.Cover.cs",
            Original = "var spoken = reserved + inFlight + FeeReserve(asset);",
            Replacement = "var spoken = inFlight + FeeReserve(asset);",
        },
        new()
        {
            Name = "A_transfer_that_waits_long_is_signed_anew",
            Breaks = "patience takes the place of proof, and the transfer is paid twice",
            Caught = "at most one transaction of a transfer lands",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = "switch (status?.Fate)",
            Replacement = """
            switch (status?.Fate == TransferFate.InFlight && time.GetUtcNow() - transfer.SignedAt > options.RaiseFeeAfter
                ? TransferFate.Dead
                : status?.Fate)
            """,
        },
        new()
        {
            Name = "The_audit_does_not_expect_a_refund_that_ended_before_it_was_met",
            Breaks = "the account halts over its own transactions",
            Caught = "no account is halted where nobody else signs",
            File = "Grains/Treasury/TreasuryGrain.Pump.cs",
            Original = "State.AwaitingAudit.Add(transfer.Signed!.TransactionId);",
            Replacement = "_ = transfer.Signed!.TransactionId;",
        },
    ];
}
