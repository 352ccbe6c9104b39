using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Signing in with Stellar Web Authentication (SEP-10).</summary>
public sealed class WebAuthTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_account_signs_in_as_the_user_it_belongs_to_and_each_challenge_once()
    {
        var party = new Party(_world.Stellar);
        var answer = await AnswerAsync(party);
        var first = await RedeemAsync(answer);
        Assert.Equal(UserId.Derive(party.Account), first.Value!.User.Id);
        Assert.Equal(party.Account, Assert.Single(first.Value.User.Addresses).Account);
        Assert.Equal(3, first.Value.Token.Split('.').Length);

        Assert.Equal(ErrorCodes.ChallengeUsed, (await RedeemAsync(answer)).Refusal!.Code);
        var again = await RedeemAsync(await AnswerAsync(party));
        Assert.Equal(first.Value.User.Id, again.Value!.User.Id);
        Assert.Equal(first.Value.User.CreatedAt, again.Value.User.CreatedAt);
    }

    [Fact]
    public async Task A_challenge_that_somebody_else_answers_stays_good_for_its_account()
    {
        var (party, stranger) = (new Party(_world.Stellar), new Party(_world.Stellar));
        var challenge = await IssueAsync(party);
        var wrong = await RedeemAsync(await SignAsync(challenge, stranger));
        Assert.Equal((ErrorCodes.SignatureWrong, "transaction"), (wrong.Refusal!.Code, wrong.Refusal.Field));
        Assert.NotNull((await RedeemAsync(await SignAsync(challenge, party))).Value);
    }

    [Fact]
    public async Task Only_accounts_are_challenged_and_the_server_says_who_it_is()
    {
        var nonce = RandomNumberGenerator.GetBytes(StellarWebAuth.NonceBytes);
        var grain = _world.Grains.GetGrain<IWebAuthGrain>(WebAuthId.Of(nonce));
        const string muxed = "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK";
        var refused = await grain.IssueAsync(new IssueWebAuth { Account = muxed, Nonce = nonce });
        Assert.Equal((ErrorCodes.AddressMalformed, "account"), (refused.Refusal!.Code, refused.Refusal.Field));

        var server = (await grain.DescribeAsync()).Value!;
        Assert.Equal(_world.Stellar.AddressOf(World.WebAuthSigner.PublicKey.Span), server.SigningKey);
        Assert.Equal(
            (StellarConstants.DevnetPassphrase, "example.com", "pay.example.com"),
            (server.NetworkPassphrase, server.HomeDomain, server.WebAuthDomain));
    }

    private async Task<string> AnswerAsync(Party party) => await SignAsync(await IssueAsync(party), party);

    private async Task<string> IssueAsync(Party party)
    {
        var nonce = RandomNumberGenerator.GetBytes(StellarWebAuth.NonceBytes);
        var issued = await _world.Grains.GetGrain<IWebAuthGrain>(WebAuthId.Of(nonce)).IssueAsync(
            new IssueWebAuth { Account = party.Address, Nonce = nonce });
        Assert.Equal(StellarConstants.DevnetPassphrase, issued.Value!.NetworkPassphrase);
        return issued.Value.Transaction;
    }

    /// <summary>
    /// Adds a signature as a wallet does, on the bytes: an envelope ends with its signatures, a challenge with one.
    /// </summary>
    private static async Task<string> SignAsync(string challenge, Party party)
    {
        const int signatureBytes = 4 + 4 + 64;
        var bytes = Convert.FromBase64String(challenge);
        var end = bytes.Length - signatureBytes - sizeof(int);
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(end)));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(end), 2);
        var network = SHA256.HashData(Encoding.UTF8.GetBytes(StellarConstants.DevnetPassphrase));
        var hash = SHA256.HashData([.. network, .. bytes.AsSpan(0, end)]);
        var signature = await party.Signer.SignAsync(hash);
        return Convert.ToBase64String(
            [.. bytes, .. party.Signer.PublicKey.Span[^4..], 0, 0, 0, (byte)signature.Length, .. signature]);
    }

    private Task<Outcome<WebAuthTokenView>> RedeemAsync(string answer) =>
        _world.Grains.GetGrain<IWebAuthGrain>(WebAuthId.Of(StellarWebAuth.PeekNonce(answer))).RedeemAsync(
            new RedeemWebAuth { Transaction = answer, TokenId = "id", Lifetime = TimeSpan.FromHours(1) });
}
