using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class SolanaOwnershipTests : IDisposable
{
    private const string Mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    private readonly Ed25519Signer _signer = new(Vectors.SeedOf("alice"));
    private readonly IChain _chain = SolanaExtensions.CreateChain(
        new SolanaOptions
        {
            Cluster = "mainnet",
            Tokens = [new SolanaToken { Mint = Mint, Decimals = 6 }],
        },
        new NoNode());

    private string Address => new SolanaKey(_signer.PublicKey.Span).ToString();

    private OwnershipChallenge Challenge => new(
        "example.com",
        "https://example.com/",
        Address,
        "Link this wallet to your account.",
        "0123456789abcdef",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        new DateTimeOffset(2026, 1, 2, 3, 9, 5, TimeSpan.Zero));

    public void Dispose() => _signer.Dispose();

    [Fact]
    public void The_message_is_the_standards()
    {
        Assert.Equal(
            "example.com wants you to sign in with your Solana account:\n" + Address
            + "\n\nLink this wallet to your account.\n\nURI: https://example.com/\nVersion: 1\nChain ID: mainnet\n"
            + "Nonce: 0123456789abcdef\nIssued At: 2026-01-02T03:04:05.000Z\n"
            + "Expiration Time: 2026-01-02T03:09:05.000Z",
            _chain.ComposeOwnershipMessage(Challenge));
    }

    [Fact]
    public async Task The_issued_message_signed_is_proof_in_every_text_form_of_the_signature()
    {
        var signature = await _signer.SignAsync(Encoding.UTF8.GetBytes(_chain.ComposeOwnershipMessage(Challenge)));
        string[] forms = [Base58.Encode(signature), Convert.ToBase64String(signature), Convert.ToHexString(signature)];

        Assert.All(forms, form => Assert.Equal(
            OwnershipVerdict.Proven, _chain.VerifyOwnership(Challenge, new OwnershipProof(form, null)).Verdict));
    }

    [Fact]
    public async Task A_wallets_own_spelling_of_chain_times_and_end_is_proof()
    {
        var issued = _chain.ComposeOwnershipMessage(Challenge);
        string[] spellings =
        [
            issued,
            issued + "\n",
            issued.Replace("Chain ID: mainnet", "Chain ID: solana:mainnet", StringComparison.Ordinal),
            issued.Replace("03:04:05.000Z", "03:04:05Z", StringComparison.Ordinal),
            issued.Replace("03:04:05.000Z", "04:04:05+01:00", StringComparison.Ordinal),
        ];
        foreach (var spelling in spellings)
        {
            Assert.Equal(new OwnershipCheck(OwnershipVerdict.Proven, null), await VerifyAsync(spelling));
        }
    }

    [Theory]
    [InlineData("example.com wants", "evil.com wants", "domain")]
    [InlineData("Link this", "Give me this", "statement")]
    [InlineData("https://example.com/", "https://evil.com/", "URI")]
    [InlineData("Version: 1", "Version: 2", "version")]
    [InlineData("Chain ID: mainnet", "Chain ID: devnet", "chain ID")]
    [InlineData("Nonce: 0123456789abcdef", "Nonce: 0123456789abcdee", "nonce")]
    [InlineData("Issued At: 2026", "Issued At: 2025", "issued-at")]
    [InlineData("03:09:05.000Z", "04:09:05.000Z", "expiration")]
    [InlineData("05.000Z\nExp", "05.001Z\nExp", "issued-at")]
    [InlineData("03:09:05.000Z", "03:09:05.000Z\nNot Before: 2026-01-02T03:04:05.000Z", "not-before")]
    [InlineData("03:09:05.000Z", "03:09:05.000Z\nRequest ID: 7", "request ID")]
    [InlineData("03:09:05.000Z", "03:09:05.000Z\nResources:\n- https://evil.com", "resources")]
    [InlineData("Nonce: 0123456789abcdef\n", "", "nonce")]
    [InlineData("03:09:05.000Z", "03:09:05.000Z\nPS: all your coins", "not a Sign-In")]
    [InlineData("example.com wants", "prefix\nexample.com wants", "not a Sign-In")]
    public async Task A_signed_text_that_differs_is_no_proof_and_the_field_is_named(
        string issued, string changed, string field)
    {
        var original = _chain.ComposeOwnershipMessage(Challenge);
        Assert.Contains(issued, original, StringComparison.Ordinal);

        var check = await VerifyAsync(original.Replace(issued, changed, StringComparison.Ordinal));

        Assert.Equal(OwnershipVerdict.WrongMessage, check.Verdict);
        Assert.Contains(field, check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_signature_or_address_is_no_proof()
    {
        using var other = new Ed25519Signer(Vectors.SeedOf("bob"));
        var otherAddress = new SolanaKey(other.PublicKey.Span).ToString();
        var text = _chain.ComposeOwnershipMessage(Challenge);
        var foreign = Base58.Encode(await other.SignAsync(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(
            OwnershipVerdict.WrongSignature,
            _chain.VerifyOwnership(Challenge, new OwnershipProof(foreign, null)).Verdict);

        // Validly signed by the challenged key, but over a text that names another address.
        var renamed = await VerifyAsync(text.Replace(Address, otherAddress, StringComparison.Ordinal));
        Assert.Equal(OwnershipVerdict.WrongMessage, renamed.Verdict);
        Assert.Contains("address", renamed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_challenge_whose_fields_could_pass_for_others_is_not_issued()
    {
        OwnershipChallenge[] challenges =
        [
            Challenge with { Statement = "a\n\nURI: https://evil.com" },
            Challenge with { Statement = string.Empty },
            Challenge with { Domain = "example.com\r" },
            Challenge with { Uri = "https://example.com/\nNonce: 00000000" },
            Challenge with { Nonce = "1234567" },
            Challenge with { Nonce = "1234567-" },
        ];

        Assert.All(challenges, challenge =>
            Assert.Throws<ArgumentException>(() => _chain.ComposeOwnershipMessage(challenge)));
    }

    [Fact]
    public void A_signature_that_is_not_64_bytes_is_malformed()
    {
        Assert.Equal(
            OwnershipVerdict.MalformedSignature,
            _chain.VerifyOwnership(Challenge, new OwnershipProof("abc", null)).Verdict);
    }

    [Fact]
    public void Payment_uris_are_solana_pays_with_a_reference_that_holds_the_memo()
    {
        var reference = SolanaReference.Of("q/1");
        Assert.Equal(
            $"solana:{Address}?amount=1.5&spl-token={Mint}&reference={reference}&label=Caf%C3%A9%20%26%20Co&memo=q%2F1",
            _chain.ComposePaymentUri(
                Address, new ChainAmount($"{SolanaClusters.Mainnet}/token:{Mint}", 1_500_000), 6, "q/1", "Café & Co"));
        var wordy = new string('m', 29);
        Assert.Equal(
            $"solana:{Address}?amount=1&label=l&memo={wordy}",
            _chain.ComposePaymentUri(Address, new ChainAmount(_chain.NativeAsset, 1_000_000_000), 9, wordy, "l"));
        (UInt128 Units, string Text)[] amounts =
        [
            (1, "0.000000001"),
            (1_000_000_000, "1"),
            (1_234_567_890, "1.23456789"),
            (ulong.MaxValue, "18446744073.709551615"),
        ];
        foreach (var (units, text) in amounts)
        {
            Assert.Equal(
                $"solana:{Address}?amount={text}&reference={SolanaReference.Of("m")}&label=l&memo=m",
                _chain.ComposePaymentUri(Address, new ChainAmount(_chain.NativeAsset, units), 9, "m", "l"));
        }
    }

    [Fact]
    public void Addresses_that_nobody_can_own_are_refused_with_the_reason()
    {
        Assert.Equal(new AddressCheck(Address, null), _chain.CheckAddress(Address));
        foreach (var one in Vectors.All.GetProperty("address_invalid").EnumerateArray())
        {
            Assert.Contains("base58", _chain.CheckAddress(one.Text("s")).Problem, StringComparison.Ordinal);
        }

        foreach (var one in Vectors.All.GetProperty("ata").EnumerateArray())
        {
            var check = _chain.CheckAddress(one.Text("address"));
            Assert.False(check.IsValid);
            Assert.Contains("token account", check.Problem, StringComparison.Ordinal);
        }

        Assert.False(_chain.CheckAddress("11111111111111111111111111111111").IsValid);
        Assert.False(_chain.CheckAddress(" " + Address).IsValid);
        Assert.All(
            Vectors.All.GetProperty("keys").EnumerateArray(),
            key => Assert.True(_chain.CheckAddress(key.Text("address")).IsValid));
    }

    [Theory]
    [InlineData("slip44:501", true)]
    [InlineData("token:" + Mint, true)]
    [InlineData("slip44:148", false)]
    [InlineData("token:", false)]
    [InlineData("token:0OIl", false)]
    [InlineData("nft:" + Mint, false)]
    public void Asset_references_are_checked(string reference, bool isValid) =>
        Assert.Equal(isValid, _chain.CheckAssetReference(reference) is null);

    [Fact]
    public void Options_out_of_range_are_named()
    {
        (SolanaOptions Options, string Name)[] cases =
        [
            (new SolanaOptions { Cluster = "moon" }, "moon"),
            (new SolanaOptions { GenesisHash = "x" }, "GenesisHash"),
            (new SolanaOptions { ComputeUnitPriceMin = 2, ComputeUnitPriceMax = 1 }, "ComputeUnitPriceMin is 2"),
            (new SolanaOptions { ComputeUnitPricePercentile = 101 }, "ComputeUnitPricePercentile is 101"),
            (new SolanaOptions { ComputeUnitLimitPercent = 99 }, "ComputeUnitLimitPercent is 99"),
            (new SolanaOptions { ComputeUnitLimitMax = 1_400_001 }, "ComputeUnitLimitMax is 1400001"),
            (new SolanaOptions { PriorityFeeLamportsMax = 1_000_000_001 }, "PriorityFeeLamportsMax is 1000000001"),
            (new SolanaOptions { MessageVersion = (SolanaMessageVersion)2 }, "MessageVersion is 2"),
            (new SolanaOptions { DeadMarginBlocks = -1 }, "DeadMarginBlocks is -1"),
            (new SolanaOptions { HistoryLagSlots = -1 }, "HistoryLagSlots is -1"),
            (new SolanaOptions { HistoryScanPagesMax = 0 }, "HistoryScanPagesMax is 0"),
            (new SolanaOptions { Tokens = [new SolanaToken { Mint = "x", Decimals = 6 }] }, "mint 'x'"),
            (new SolanaOptions { Tokens = [new SolanaToken { Mint = Mint, Decimals = 256 }] }, "Decimals"),
            (
                new SolanaOptions
                {
                    Tokens = [.. Enumerable.Repeat(new SolanaToken { Mint = Mint, Decimals = 6 }, 2)],
                },
                "twice"),
        ];
        foreach (var (options, name) in cases)
        {
            Assert.Contains(name, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
        }
    }

    private async Task<OwnershipCheck> VerifyAsync(string signedText)
    {
        var signature = Base58.Encode(await _signer.SignAsync(Encoding.UTF8.GetBytes(signedText)));
        return _chain.VerifyOwnership(Challenge, new OwnershipProof(signature, signedText));
    }

    private sealed class NoNode : IJsonRpc
    {
        public Task<JsonElement> CallAsync(
            string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Ownership needs no node.");
    }
}
