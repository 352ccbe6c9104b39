namespace OrleansTrading.Grains.Tests.Ids;

public sealed class WalletIdTests
{
    private static readonly UserId User = UserId.Derive(new AccountId("solana:local:x"));

    [Theory]
    [InlineData("main")]
    [InlineData("0")]
    [InlineData("copy-trading-2")]
    [InlineData("12345678901234567890123456789012")]
    public void An_id_tells_whose_it_is_and_which(string name)
    {
        var id = WalletId.Of(User, name);

        Assert.True(WalletId.TryParse(id.Value, out var read));
        Assert.Equal((id, User, name), (read, read.User, read.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Main")]
    [InlineData("a.b")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("123456789012345678901234567890123")]
    public void A_name_that_could_be_taken_for_something_else_is_none(string name)
    {
        Assert.False(WalletId.TryParse($"{User.Value}.{name}", out _));
        Assert.Throws<ArgumentException>(() => WalletId.Of(User, name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".main")]
    [InlineData("main")]
    [InlineData("u_short.main")]
    [InlineData("q_67iabyz64uagdklja3tmf7s3om.main")]
    public void What_names_no_user_is_no_wallet(string? text) => Assert.False(WalletId.TryParse(text, out _));
}
