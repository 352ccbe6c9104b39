using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Demo;

/// <summary>Prints the demo's steps.</summary>
internal sealed class DemoPrinter(TextWriter output)
{
    internal void Step(string what, string detail) => output.WriteLine($"{what,-11}{detail}");

    internal void Note(string text) => output.WriteLine($"           {text}");

    /// <summary>Prints the balances before and after, and how they add up.</summary>
    /// <returns>True when they add up exactly.</returns>
    internal bool Balances(Holdings before, Holdings after, UInt128 paid, UInt128 received)
    {
        Step("balances", $"{"before",24}{"after",24}{"change",22}");
        Row("payer USDC", before.PayerUsdc, after.PayerUsdc, Holdings.UsdcDecimals);
        Row("treasury USDC", before.TreasuryUsdc, after.TreasuryUsdc, Holdings.UsdcDecimals);
        Row("treasury XLM", before.TreasuryXlm, after.TreasuryXlm, Holdings.XlmDecimals);
        Row("receiver XLM", before.ReceiverXlm, after.ReceiverXlm, Holdings.XlmDecimals);

        var gaveUsdc = before.PayerUsdc - after.PayerUsdc;
        var tookUsdc = after.TreasuryUsdc - before.TreasuryUsdc;
        var gaveXlm = before.TreasuryXlm - after.TreasuryXlm;
        var tookXlm = after.ReceiverXlm - before.ReceiverXlm;
        var fee = gaveXlm - tookXlm;
        var addsUp = gaveUsdc == paid && tookUsdc == paid && tookXlm == received && gaveXlm >= tookXlm;
        Note($"network fee of the delivery: {AmountText.Format(fee, Holdings.XlmDecimals)} XLM, paid by the treasury");
        Step(addsUp ? "adds up" : "WRONG", $"paid {AmountText.Format(paid, Holdings.UsdcDecimals)} USDC, received "
            + $"{AmountText.Format(received, Holdings.XlmDecimals)} XLM");
        return addsUp;
    }

    private void Row(string name, UInt128 before, UInt128 after, int decimals)
    {
        var change = after >= before
            ? "+" + AmountText.Format(after - before, decimals)
            : "-" + AmountText.Format(before - after, decimals);
        Note($"{name,-15}{AmountText.Format(before, decimals),20}{AmountText.Format(after, decimals),24}{change,22}");
    }
}
