using OrleansTrading.Chains.Stellar;

namespace OrleansTrading.Chains.Tests.Stellar;

public sealed class StellarPaymentUriTests
{
    private const string To = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";
    private const string Issuer = "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN";

    private static readonly IChain Pubnet = Make(StellarConstants.PubnetId, StellarConstants.PubnetPassphrase);
    private static readonly IChain Testnet = Make(StellarConstants.TestnetId, StellarConstants.TestnetPassphrase);

    [Fact]
    public void A_lumen_payment_on_the_public_network_names_no_asset_and_no_network()
    {
        var uri = Pubnet.ComposePaymentUri(
            To, new ChainAmount("stellar:pubnet/slip44:148", 1_205_000_000), 7, "order 7", "Pay & go");
        Assert.Equal(
            $"web+stellar:pay?destination={To}&amount=120.5&memo=order%207&memo_type=MEMO_TEXT&msg=Pay%20%26%20go",
            uri);
    }

    [Fact]
    public void An_issued_payment_on_another_network_names_both()
    {
        var uri = Testnet.ComposePaymentUri(
            To, new ChainAmount($"stellar:testnet/asset:USDC-{Issuer}", 1), 7, string.Empty, string.Empty);
        Assert.Equal(
            $"web+stellar:pay?destination={To}&amount=0.0000001&asset_code=USDC&asset_issuer={Issuer}"
            + "&network_passphrase=Test%20SDF%20Network%20%3B%20September%202015",
            uri);
    }

    [Fact]
    public void What_a_wallet_could_not_pay_is_not_composed()
    {
        var one = new ChainAmount("stellar:pubnet/slip44:148", 1);
        Assert.Throws<ArgumentException>(() => Pubnet.ComposePaymentUri(To, one, 6, string.Empty, string.Empty));
        Assert.Throws<ArgumentException>(() => Pubnet.ComposePaymentUri("nobody", one, 7, string.Empty, string.Empty));
        Assert.Throws<ArgumentException>(
            () => Pubnet.ComposePaymentUri(To, one with { Units = 0 }, 7, string.Empty, string.Empty));
        Assert.Throws<ArgumentException>(() => Pubnet.ComposePaymentUri(
            To, one with { Units = (UInt128)long.MaxValue + 1 }, 7, string.Empty, string.Empty));
        Assert.Throws<ArgumentException>(
            () => Pubnet.ComposePaymentUri(To, one, 7, new string('m', 29), string.Empty));
        Assert.Throws<ArgumentException>(
            () => Pubnet.ComposePaymentUri(To, one, 7, string.Empty, new string('l', 301)));
        Assert.Throws<ArgumentException>(() => Testnet.ComposePaymentUri(To, one, 7, string.Empty, string.Empty));
    }

    private static IChain Make(string id, string passphrase) => StellarExtensions.CreateChain(
        new StellarOptions { ChainId = id, NetworkPassphrase = passphrase }, new FakeHorizon());
}
