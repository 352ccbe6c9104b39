namespace OrleansTrading.Silo.Demo;

/// <summary>Prints the demo's steps.</summary>
internal sealed class DemoPrinter(TextWriter output)
{
    internal void Step(string what, string detail) => output.WriteLine($"{what,-11}{detail}");

    internal void Note(string text) => output.WriteLine($"           {text}");

    /// <summary>Prints the balances before and after, and whether they add up.</summary>
    internal void Balances(TradeCheck check, DemoAsset pay, DemoAsset receive)
    {
        var (before, after) = (check.Before, check.After);
        Step("balances", $"{"before",33}{"after",33}{"change",28}");
        Row("payer", pay, before.PayerPaid, after.PayerPaid);
        Row("treasury", pay, before.TreasuryPaid, after.TreasuryPaid);
        Row("treasury", receive, before.TreasuryReceived, after.TreasuryReceived);
        Row("receiver", receive, before.ReceiverReceived, after.ReceiverReceived);
        Note($"network fees in base units: {check.PaymentFee} for the payment, {check.DeliveryFee} for the delivery");
        Step(
            check.AddsUp ? "adds up" : "WRONG",
            $"paid {pay.Format(check.Paid)} {pay.Symbol}, received {receive.Format(check.Received)} {receive.Symbol}");
    }

    private void Row(string who, DemoAsset asset, UInt128 before, UInt128 after)
    {
        var change = after >= before ? "+" + asset.Format(after - before) : "-" + asset.Format(before - after);
        Note($"{who,-9}{asset.Symbol,-5}{asset.Format(before),30}{asset.Format(after),33}{change,28}");
    }
}
