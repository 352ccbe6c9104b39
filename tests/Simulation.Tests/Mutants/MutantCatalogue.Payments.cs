namespace OrleansTrading.Simulation.Tests.Mutants;

/// <content>Mistakes about what arrives, and about giving it back.</content>
internal static partial class MutantCatalogue
{
    private static IReadOnlyList<Mutant> OfPayments =>
    [
        new()
        {
            Name = "The_watcher_remembers_a_page_before_its_payments_are_recorded",
            Breaks = "a crash in between loses the payments of the page",
            Caught = "no payment is lost: a final payment into the treasury has no payment grain",
            File = "Grains/Payments/WatcherGrain.cs",
            Original = "await Task.WhenAll(incoming.Select(movement => RecordAsync(chain, movement)));",
            Replacement = "_ = Task.WhenAll(incoming.Select(movement => RecordAsync(chain, movement)));",
        },
        new()
        {
            Name = "Nobody_comes_back_to_a_payment_after_a_crash",
            Breaks = "a payment that was recorded right before a crash is never carried on",
            Caught = "every payment ends once the faults are over",
            File = "Grains/Payments/PaymentGrain.cs",
            Original = """
                    await this.RegisterOrUpdateReminder(
                        DriveReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
            """,
            Replacement = "        _ = DriveReminder;",
        },
        new()
        {
            Name = "The_payment_that_pays_a_quote_is_given_back_when_it_asks_again",
            Breaks = "a payment goes back although it is delivered for",
            Caught = "a payment is delivered for or given back, never both",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "if (payment.Id == State.AcceptedPayment)",
            Replacement = "if (payment.Id == State.AcceptedPayment && State.Status != QuoteStatus.Executed)",
        },
        new()
        {
            Name = "An_unknown_delivery_is_taken_for_failed",
            Breaks = "a payment goes back although its delivery may have landed",
            Caught = "a payment is delivered for or given back, never both",
            File = "Grains/Quotes/QuoteGrain.Delivery.cs",
            Original = """
                            await MoveAsync(QuoteEvent.DeliveryUnknown, "quote.parked", delivery.TransactionId);
            """,
            Replacement = """
                            await Risk.ReleaseAsync(Id.Value);
                            await MoveAsync(QuoteEvent.DeliveryRejected, "quote.failed", delivery.TransactionId);
            """,
        },
        new()
        {
            Name = "The_excess_is_kept",
            Breaks = "what was paid beyond the quote never goes back",
            Caught = "each payment's value is delivered for, given back, or kept by a rule",
            File = "Grains/Quotes/QuoteGrain.Payment.cs",
            Original = "            ExcessUnits = State.PaidUnits - State.Pay.Amount.Units,\n",
            Replacement = "",
        },
        new()
        {
            Name = "One_base_unit_of_a_refund_is_lost",
            Breaks = "a refund is one base unit short, which nobody's books have",
            Caught = "a refund is the payment less the refund fee, to the unit",
            File = "Grains/Payments/PaymentGrain.GivingBack.cs",
            Original = "var units = Payment.Amount.Units - asset.RefundFeeUnits;",
            Replacement = "var units = Payment.Amount.Units - asset.RefundFeeUnits - 1;",
        },
        new()
        {
            Name = "A_refund_goes_to_the_sender_though_the_customer_named_an_address",
            Breaks = "money goes to an address that the customer did not ask for",
            Caught = "a refund goes to the quote's refund address",
            File = "Grains/Payments/PaymentGrain.GivingBack.cs",
            Original = """
                    var to = refundAddress ?? Payment.Sender;
                    if (Payment.Amount.Units <= asset.RefundFeeUnits)
            """,
            Replacement = """
                    var to = Payment.Sender;
                    if (Payment.Amount.Units <= asset.RefundFeeUnits)
            """,
        },
    ];
}
