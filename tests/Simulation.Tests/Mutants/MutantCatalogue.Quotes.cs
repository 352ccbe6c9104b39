namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes about what is promised, and to whom.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfQuotes =>
    [
        new()
        {
            Name = "A_repeated_request_makes_the_quote_anew",
            Breaks = "the same key and body get another answer, at another price",
            Caught = "a repeated call has the same answer",
            File = "Grains/Quotes/QuoteGrain.cs",
            Original = """
                public async Task<Outcome<QuoteView>> CreateAsync(CreateQuote command)
                {
                    if (Exists)
            """,
            Replacement = """
                public async Task<Outcome<QuoteView>> CreateAsync(CreateQuote command)
                {
                    if (Exists && State.Status != QuoteStatus.Pending)
            """,
        },
        new()
        {
            Name = "A_used_key_is_taken_for_another_request",
            Breaks = "a customer who asks for something else is shown the first quote as if it were that",
            Caught = "a key that was used for another body is refused",
            File = "Grains/Quotes/QuoteGrain.cs",
            Original = "if (State.Command != command)",
            Replacement = "if (State.Command!.User != command.User)",
        },
        new()
        {
            Name = "A_late_payment_is_executed_at_the_old_price",
            Breaks = "a customer may wait until the price has moved their way",
            Caught = "no quote accepts a payment whose block is later than its lock",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "if (payment.PaidAt > State.ExpiresAt)",
            Replacement = "if (payment.PaidAt > State.Deadline)",
        },
        new()
        {
            Name = "Too_little_is_accepted",
            Breaks = "a quote is delivered for less than it costs",
            Caught = "no quote accepts a payment below its price",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "payment.Amount.Units < State.Pay.Amount.Units ? PaymentReasons.Underpaid",
            Replacement = "payment.Amount.Units < State.Pay.Amount.Units / 2 ? PaymentReasons.Underpaid",
        },
        new()
        {
            Name = "Any_asset_pays_a_quote",
            Breaks = "a quote is paid in an asset that is worth less",
            Caught = "no quote accepts a payment of another asset",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "if (payment.Amount.Asset != State.Pay.Amount.Asset || payment.Account != State.PayAccount)",
            Replacement = "if (payment.Account != State.PayAccount)",
        },
        new()
        {
            Name = "A_quote_is_committed_without_a_reservation",
            Breaks = "more is promised than the treasury holds",
            Caught = "no quote is committed without its output set aside, and every one ends",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "            ?? await Treasury.ReserveAsync(Id.Value, State.Receive.Amount);",
            Replacement = "            ?? await Treasury.CheckHistoryAsync();",
        },
        new()
        {
            Name = "An_expired_quote_keeps_what_was_set_aside_for_it",
            Breaks = "limits and treasury are used up by quotes that nobody paid",
            Caught = "what is booked and reserved belongs to quotes that are under way or done",
            File = "Grains/Quotes/QuoteGrain.cs",
            Original = "if (State.CommitBegun)",
            Replacement = "if (State.CommitBegun && State.AcceptedPayment is not null)",
        },
        new()
        {
            Name = "A_failed_delivery_keeps_the_customers_limit",
            Breaks = "a customer's daily limit is used up by what was refunded",
            Caught = "what is booked belongs to quotes that are under way or done",
            File = "Grains/Quotes/QuoteGrain.Delivery.cs",
            Original = """
                            await Risk.ReleaseAsync(Id.Value);
                            await MoveAsync(QuoteEvent.DeliveryRejected
            """,
            Replacement = """
                            await MoveAsync(QuoteEvent.DeliveryRejected
            """,
        },
        new()
        {
            Name = "A_repeated_booking_counts_twice",
            Breaks = "a crash in the middle of a commit uses up the customer's limit",
            Caught = "each quote's value is booked once",
            File = "Grains/Risk/RiskGrain.cs",
            Original = """
                    if (state.State.Bookings.ContainsKey(booking))
                    {
                        return null;
                    }

                    if (Judge(claim, percent) is { } refusal)
                    {
                        return refusal;
                    }

                    Count(booking, claim);
                    state.State.Bookings.Add(booking, claim.UsdCents);
            """,
            Replacement = """
                    if (Judge(claim, percent) is { } refusal)
                    {
                        return refusal;
                    }

                    state.State.Bookings[booking] =
                        state.State.Bookings.GetValueOrDefault(booking) + claim.UsdCents;
                    totals = null;
            """,
        },
        new()
        {
            Name = "A_quote_counts_as_executed_when_its_delivery_is_signed",
            Breaks = "a customer is told that it was paid while the payment may never land",
            Caught = "executed means that the delivery is final on its chain",
            File = "Grains/Quotes/QuoteGrain.Delivery.cs",
            Original = "            case TransferStatus.Landed:",
            Replacement = "            case TransferStatus.Landed or TransferStatus.Signed:",
        },
    ];
}
