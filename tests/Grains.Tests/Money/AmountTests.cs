using OrleansTrading.Grains;

namespace OrleansTrading.Grains.Tests.Money;

public class AmountTests
{
    private static readonly AssetId Xlm = new("stellar:devnet/slip44:148");
    private static readonly AssetId Sol = new("solana:devnet/slip44:501");

    [Fact]
    public void Amounts_of_two_assets_do_not_mix()
    {
        Assert.Throws<InvalidOperationException>(() => new Amount(Xlm, 1) + new Amount(Sol, 1));
        Assert.Throws<InvalidOperationException>(() => new Amount(Xlm, 1) - new Amount(Sol, 1));
    }

    [Fact]
    public void No_amount_wraps_around()
    {
        Assert.Throws<OverflowException>(() => new Amount(Xlm, UInt128.MaxValue) + new Amount(Xlm, 1));
        Assert.Throws<OverflowException>(() => new Amount(Xlm, 0) - new Amount(Xlm, 1));
        Assert.Equal(new Amount(Xlm, 3), new Amount(Xlm, 1) + new Amount(Xlm, 2));
        Assert.Equal(new Amount(Xlm, 1), new Amount(Xlm, 3) - new Amount(Xlm, 2));
    }
}
