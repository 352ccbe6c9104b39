using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Devnet;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>Stellar Web Authentication (SEP-10) with the SDK as the wallet, and as another server.</summary>
public sealed class StellarWebAuthTests : IAsyncDisposable
{
    private const int Cases = 100;

    private static readonly WebAuthOptions Options = new()
    {
        HomeDomain = "example.com", WebAuthDomain = "api.example.com", Issuer = "https://example.com",
    };

    private readonly ITestOutputHelper _output;
    private readonly NodeScript _script = NodeScript.Start("stellar.mjs");
    private readonly StellarDevnet _devnet = StellarDevnet.Open(new DevnetOptions(), TimeProvider.System);
    private readonly Ed25519Signer _server;
    private readonly byte[] _serverSeed;
    private readonly StellarWebAuth _auth;
    private readonly Dice _dice;

    public StellarWebAuthTests(ITestOutputHelper output)
    {
        _output = output;
        _dice = Dice.Throw(output);
        _serverSeed = _dice.Bytes(Ed25519.SeedBytes);
        _server = new Ed25519Signer(_serverSeed);
        _auth = new StellarWebAuth(new StellarOptions(), Options, _devnet.Horizon, _server, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        _devnet.Dispose();
        await _script.DisposeAsync();
    }

    [Fact]
    public async Task Our_challenges_are_taken_and_signed_by_the_sdk_and_its_answers_prove_the_account()
    {
        for (var i = 0; i < Cases; i++)
        {
            var (seed, account) = Client();
            var challenge = await _auth.ComposeAsync(account, _dice.Bytes(StellarWebAuth.NonceBytes));

            var read = await AnswerAsync(challenge, seed);

            Assert.Equal((account, Options.HomeDomain), ((string?)read["account"], (string?)read["domain"]));
            Agreement.Equal(_dice, i, "signers that the SDK finds", new JsonArray(account), read["signers"]);
            var answer = await _auth.VerifyAsync((string)read["answer"]!);
            Assert.Equal(new WebAuthAnswer(account, null), answer);
        }

        Agreement.Count(_output, "stellar", Cases, "challenges of SEP-10 answered by the SDK and verified here");
    }

    [Fact]
    public async Task Challenges_that_the_sdk_makes_with_the_servers_key_are_as_good_as_ours()
    {
        for (var i = 0; i < Cases; i++)
        {
            var (seed, account) = Client();
            var challenge = (string)(await _script.CallAsync("makeChallenge", Question(new JsonObject
            {
                ["seed"] = Convert.ToHexStringLower(_serverSeed), ["account"] = account, ["seconds"] = 300,
            })))!;

            var read = await AnswerAsync(challenge, seed);

            Assert.Equal(new WebAuthAnswer(account, null), await _auth.VerifyAsync((string)read["answer"]!));
            Assert.Null((await _auth.VerifyAsync(challenge)).Account);
        }

        Agreement.Count(_output, "stellar", Cases, "challenges of SEP-10 by the SDK verified here");
    }

    private (byte[] Seed, string Account) Client()
    {
        var seed = _dice.Bytes(Ed25519.SeedBytes);
        return (seed, StellarExtensions.AddressOf(Ed25519.PublicKeyFromSeed(seed)));
    }

    private async Task<JsonNode> AnswerAsync(string challenge, byte[] seed) =>
        (await _script.CallAsync("answerChallenge", Question(new JsonObject
        {
            ["challenge"] = challenge,
            ["seed"] = Convert.ToHexStringLower(seed),
            ["server"] = _auth.SigningKey,
        })))!;

    private JsonObject Question(JsonObject question)
    {
        question["network"] = _auth.NetworkPassphrase;
        question["homeDomain"] = Options.HomeDomain;
        question["webAuthDomain"] = Options.WebAuthDomain;
        return question;
    }
}
