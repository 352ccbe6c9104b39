using System.Buffers.Text;
using System.Text;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A challenge as the real grain treats it, but that any answer with its nonce is right.</summary>
internal sealed class FakeWebAuth(string id) : IWebAuthGrain
{
    internal const string Account = "GALICE";

    /// <summary>A challenge of another server: it has the form of one, and a nonce.</summary>
    internal const string Answer =
        "AAAAAgAAAACN3LoH9/lJP1oG1AI3LUAXSbLtdl13E84/kyBYJdn2RgAAAMgAAAAAAAAAAAAAAAEAAAAAZ3SFgAAAAABndIkEAAAA"
        + "AAAAAAIAAAABAAAAAFXUU4xKTOhOa1tSR/lUYt5Csntle1mkWhN88kQVMPAvAAAACgAAABBleGFtcGxlLmNvbSBhdXRoAAAAAQAA"
        + "AEBMbnBkREI4VHp4VUNrQnJLWnk5Rm0rcjdKK0hFdkZjZVZRRUMxZDdqMEpKK2dPT3Z4Ni9uSWRLVCtHY3V4NFdlAAAAAQAAAACN"
        + "3LoH9/lJP1oG1AI3LUAXSbLtdl13E84/kyBYJdn2RgAAAAoAAAAPd2ViX2F1dGhfZG9tYWluAAAAAAEAAAAQYXV0aC5leGFtcGxl"
        + "LmNvbQAAAAAAAAABJdn2RgAAAEBivcMml3NaDRqLQX6DhJt1B0paNiMwtJLUU4ocgqTWhpnGoEQM0GMmy6/fQrTz/s5FRXlw+Gwf"
        + "F6974+BN+/kL";

    private bool redeemed;

    public Task<Outcome<WebAuthServerView>> DescribeAsync() => Task.FromResult(Outcome.Of(new WebAuthServerView
    {
        SigningKey = "GSERVER",
        NetworkPassphrase = "A network",
        HomeDomain = "example.com",
        WebAuthDomain = "api.example.com",
    }));

    public Task<Outcome<WebAuthChallengeView>> IssueAsync(IssueWebAuth command)
    {
        Assert.Equal(id, WebAuthId.Of(command.Nonce));
        Assert.Equal(StellarWebAuth.NonceBytes, command.Nonce.Length);
        return Task.FromResult(Outcome.Of(new WebAuthChallengeView
        {
            Transaction = $"challenge({command.Account})", NetworkPassphrase = "A network",
        }));
    }

    public Task<Outcome<WebAuthTokenView>> RedeemAsync(RedeemWebAuth command)
    {
        Assert.Equal(id, WebAuthId.Of(StellarWebAuth.PeekNonce(command.Transaction)));
        if (redeemed)
        {
            return Task.FromResult(
                Outcome.Refused<WebAuthTokenView>(ErrorCodes.ChallengeUsed, "transaction", "It was used."));
        }

        redeemed = true;
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"jti":"{{command.TokenId}}"}"""));
        return Task.FromResult(Outcome.Of(new WebAuthTokenView
        {
            Token = $"eyJhbGciOiJFZERTQSJ9.{claims}.c2lnbmF0dXJl",
            User = FakeUser.View(UserId.Derive(AccountId.Of(FakeChallenge.Network, Account)), Account),
        }));
    }
}
