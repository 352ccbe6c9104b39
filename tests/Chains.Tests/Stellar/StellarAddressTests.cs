using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar;

public sealed class StellarAddressTests
{
    private static readonly FakeHorizon Horizon = new();
    private static readonly IChain Chain = StellarExtensions.CreateChain(new StellarOptions(), Horizon);

    [Fact]
    public void An_account_is_its_own_canonical_spelling()
    {
        foreach (var key in StellarFixtures.Vectors.GetProperty("keys").EnumerateArray())
        {
            var check = Chain.CheckAddress(key.Text("public"));
            Assert.Equal(new AddressCheck(key.Text("public"), null), check);
            Assert.True(check.IsValid);
        }
    }

    [Fact]
    public void A_secret_key_is_refused_even_misspelt_and_never_repeated()
    {
        foreach (var key in StellarFixtures.Vectors.GetProperty("keys").EnumerateArray())
        {
            var secret = key.Text("secret");
            foreach (var text in new[] { secret, secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'), " " + secret })
            {
                var check = Chain.CheckAddress(text);
                Assert.False(check.IsValid);
                Assert.Contains("secret key", check.Problem, StringComparison.Ordinal);
                Assert.DoesNotContain(secret[1..20], check.Problem, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_muxed_address_is_refused_with_the_account_and_the_memo_to_use_instead()
    {
        var vector = StellarFixtures.Vectors.GetProperty("strkey").GetProperty("muxed")[2];
        var check = Chain.CheckAddress(vector.Text("strkey"));
        Assert.False(check.IsValid);
        Assert.Contains(vector.Text("base"), check.Problem, StringComparison.Ordinal);
        Assert.Contains("1234 as memo", check.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA", "smart contract")]
    [InlineData("LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN", "liquidity pool")]
    [InlineData("BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU", "claimable balance")]
    [InlineData("TCXEEXVPV2IGNHRAZTFO4YOH7YF7B6KLRP4QZNNCLI5RYPDQGRSXDML6", "hash of a transaction")]
    [InlineData("XB6SK2PFTHTFUU2SNTEZ6U6VTUG5FMOTKV24QHPQNLIM2J66JVOGAE2Y", "hash signer")]
    [InlineData("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGA", "misspelt")]
    [InlineData("ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz", "misspelt")]
    [InlineData("", "empty")]
    [InlineData(" GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", "white space")]
    [InlineData("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", "not a Stellar address")]
    public void Other_texts_are_refused_with_the_reason(string text, string reason)
    {
        var check = Chain.CheckAddress(text);
        Assert.Null(check.Canonical);
        Assert.Contains(reason, check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Asset_references_are_checked()
    {
        var issuer = StellarFixtures.Address(1);
        Assert.Null(Chain.CheckAssetReference("slip44:148"));
        Assert.Null(Chain.CheckAssetReference($"asset:USDC-{issuer}"));
        Assert.Null(Chain.CheckAssetReference($"asset:LONGASSET123-{issuer}"));
        foreach (var wrong in new[]
        {
            string.Empty, "slip44:501", "native", "asset:", "asset:USDC", $"asset:-{issuer}", $"asset:US DC-{issuer}",
            $"asset:THIRTEENCHARS-{issuer}", "asset:USDC-GABC", $"asset:USDC-{issuer}-1", $"token:{issuer}",
            $"asset:ÜSD-{issuer}",
        })
        {
            Assert.NotNull(Chain.CheckAssetReference(wrong));
        }
    }

    [Fact]
    public async Task An_unauthorised_trustline_and_promised_room_count()
    {
        var recorded = StellarFixtures.Responses.GetProperty("account.json");
        var account = recorded.Text("account_id");
        Horizon.On("accounts/" + account, recorded.GetRawText());
        var abc = "stellar:devnet/asset:ABC-GCRA6COW27CY5MTKIA7POQ2326C5ABYCXODBN4TFF5VL4FMBRHOT3YHU";
        Horizon.OnLatestLedger(5, DateTimeOffset.UnixEpoch);

        var frozen = await Chain.CheckRecipientAsync(account, new ChainAmount(abc, 1));
        Assert.Equal(RecipientVerdict.AssetNotAccepted, frozen.Verdict);
        Assert.Contains("authorised", frozen.Problem, StringComparison.Ordinal);

        var authorised = recorded.GetRawText().Replace(
            "\"is_authorized\": false", "\"is_authorized\": true", StringComparison.Ordinal);
        Horizon.On("accounts/" + account, authorised);
        const long room = 120_004_775_807 - 10_010_000_000 - 1_001_234_567;
        var fits = await Chain.CheckRecipientAsync(account, new ChainAmount(abc, room));
        var tooMuch = await Chain.CheckRecipientAsync(account, new ChainAmount(abc, room + 1));
        Assert.Equal(RecipientVerdict.Payable, fits.Verdict);
        Assert.Equal(RecipientVerdict.LimitExceeded, tooMuch.Verdict);

        var balances = (await Chain.GetBalancesAsync(account)).Held;
        Assert.Equal(
            new ChainBalance("stellar:devnet/slip44:148", 200_000_300, 200_000_300 - 10_000_000 - 17_654_321),
            Assert.Single(balances));
    }

    [Fact]
    public async Task Amounts_beyond_the_network_s_numbers_and_assets_of_others_are_refused()
    {
        var to = StellarFixtures.Address(1);
        var tooMuch = new ChainAmount("stellar:devnet/slip44:148", (UInt128)long.MaxValue + 1);
        Assert.Equal(
            RecipientVerdict.LimitExceeded, (await Chain.CheckRecipientAsync(to, tooMuch)).Verdict);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Chain.CheckRecipientAsync(to, tooMuch with { Units = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Chain.CheckRecipientAsync(to, new ChainAmount("stellar:pubnet/slip44:148", 1)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Chain.CheckRecipientAsync("nobody", tooMuch));
        var missing = await Chain.CheckRecipientAsync(
            new MuxedAccount(StellarFixtures.Address(200), 1).ToString(),
            new ChainAmount("stellar:devnet/slip44:148", long.MaxValue));
        Assert.Equal(RecipientVerdict.AccountMissing, missing.Verdict);
    }
}
