using System.Text;
using System.Text.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Grains.Tests.Ids;

public class IdTests
{
    private static readonly UserId User = UserId.Derive(new AccountId("stellar:devnet:GA7QYNF7"));

    [Fact]
    public void A_quote_id_is_derived_from_its_user_and_key_and_nothing_else()
    {
        var other = UserId.Derive(new AccountId("stellar:devnet:GOTHER"));

        Assert.Equal(QuoteId.Derive(User, "k1"), QuoteId.Derive(User, "k1"));
        Assert.NotEqual(QuoteId.Derive(User, "k1"), QuoteId.Derive(User, "k2"));
        Assert.NotEqual(QuoteId.Derive(User, "k1"), QuoteId.Derive(other, "k1"));
        Assert.NotEqual(
            QuoteId.Derive(new UserId("ab"), "c"), QuoteId.Derive(new UserId("a"), "bc"));
    }

    [Fact]
    public void A_quote_id_fits_the_shortest_memo_and_reads_back()
    {
        var id = QuoteId.Derive(User, "k1");

        Assert.Equal(28, Encoding.UTF8.GetByteCount(id.Value));
        Assert.True(QuoteId.TryParse(id.Value, out var read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("q_")]
    [InlineData("q_aaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("q_aaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("q_AAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("q_aaaaaaaaaaaaaaaaaaaaaaaaa1")]
    [InlineData("u_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_not_a_quote_id_is_not_read_as_one(string? text)
    {
        Assert.False(QuoteId.TryParse(text, out _));
    }

    [Fact]
    public void A_transfer_tag_fits_a_memo_and_a_delivery_carries_its_quote()
    {
        var quote = QuoteId.Derive(User, "k1");
        var refund = TransferId.Refund(PaymentId.Of("solana:devnet", "5gLx", 2));

        Assert.Equal(quote.Value, TransferId.Delivery(quote).Tag);
        Assert.Equal(28, refund.Tag.Length);
        Assert.False(QuoteId.TryParse(refund.Tag, out _));
    }

    [Fact]
    public void Ids_and_units_are_json_strings()
    {
        var amount = new Amount(new AssetId("stellar:devnet/slip44:148"), UInt128.MaxValue);

        var json = JsonSerializer.Serialize(amount, GrainJson.Options);

        Assert.Equal(
            """{"asset":"stellar:devnet/slip44:148","units":"340282366920938463463374607431768211455"}""",
            json);
        Assert.Equal(amount, JsonSerializer.Deserialize<Amount>(json, GrainJson.Options));
    }

    [Fact]
    public void A_caip_account_is_taken_apart_at_its_last_colon()
    {
        var account = AccountId.Of(
            "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin");

        Assert.Equal("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", account.ChainId);
        Assert.Equal("9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin", account.Address);
    }
}
