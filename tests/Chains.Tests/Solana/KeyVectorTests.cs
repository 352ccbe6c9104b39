using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class KeyVectorTests
{
    [Fact]
    public void Keys_give_the_recorded_addresses_and_secrets()
    {
        var keys = Vectors.All.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(12, keys.Count);
        foreach (var key in keys)
        {
            var seed = Vectors.SeedOf(key.Text("name"));
            Assert.Equal(key.Hex("seed_hex"), seed);
            var publicKey = Ed25519.PublicKeyFromSeed(seed);
            Assert.Equal(key.Hex("public_hex"), publicKey);
            Assert.Equal(key.Text("address"), new SolanaKey(publicKey).ToString());
            Assert.Equal(key.GetProperty("on_curve").GetBoolean(), Ed25519.IsOnCurve(publicKey));

            using var signer = SolanaSecretKey.Import(key.Text("secret_base58_64"));
            Assert.Equal(publicKey, signer.PublicKey.ToArray());
            var file = "[" + string.Join(", ", seed.Concat(publicKey)) + "]";
            using var fromFile = SolanaSecretKey.Import(file + "\n");
            Assert.Equal(publicKey, fromFile.PublicKey.ToArray());
        }
    }

    [Fact]
    public void A_secret_key_that_is_malformed_or_of_two_halves_is_refused_without_being_shown()
    {
        var keys = Vectors.All.GetProperty("keys").EnumerateArray().ToList();
        var mixed = Base58.Encode([.. keys[0].Hex("seed_hex"), .. keys[1].Hex("public_hex")]);
        foreach (var text in new[] { mixed, mixed[..40], "[1,2,3]", "[" + mixed + "]", "[256]", string.Empty })
        {
            var error = Assert.Throws<FormatException>(() => SolanaSecretKey.Import(text));
            Assert.DoesNotContain(mixed[..40], error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Signatures_are_the_recorded_ones()
    {
        var cases = Vectors.All.GetProperty("sign").EnumerateArray().ToList();
        Assert.Equal(5, cases.Count);
        foreach (var one in cases)
        {
            using var signer = new Ed25519Signer(Vectors.SeedOf(one.Text("key")));
            var signature = await signer.SignAsync(one.Hex("message_hex"));
            Assert.Equal(one.Hex("signature_hex"), signature);
            Assert.Equal(one.Text("signature_base58"), Base58.Encode(signature));
        }
    }

    [Fact]
    public void Base58_agrees_in_both_directions_and_refuses_the_rest()
    {
        var pairs = Vectors.All.GetProperty("base58").EnumerateArray().ToList();
        Assert.Equal(20, pairs.Count);
        foreach (var pair in pairs)
        {
            Assert.Equal(pair.Text("base58"), Base58.Encode(pair.Hex("hex")));
            Assert.True(Base58.TryDecode(pair.Text("base58"), out var bytes));
            Assert.Equal(pair.Hex("hex"), bytes);
        }

        Assert.All(Vectors.All.Texts("base58_invalid"), text => Assert.False(Base58.TryDecode(text, out _), text));
    }

    [Fact]
    public void Texts_that_are_not_32_bytes_are_no_keys()
    {
        var invalid = Vectors.All.GetProperty("address_invalid").EnumerateArray().ToList();
        Assert.Equal(6, invalid.Count);
        Assert.All(invalid, one => Assert.False(SolanaKey.TryParse(one.Text("s"), out _), one.Text("why")));
    }

    [Fact]
    public void Compact_u16_agrees_in_both_directions()
    {
        var cases = Vectors.All.GetProperty("compact_u16").EnumerateArray().ToList();
        Assert.Equal(12, cases.Count);
        foreach (var one in cases)
        {
            var value = one.GetProperty("value").GetInt32();
            var output = new List<byte>();
            CompactU16.Write(output, value);
            Assert.Equal(one.Hex("hex"), output);
            Assert.True(CompactU16.TryRead(one.Hex("hex"), out var read, out var length));
            Assert.Equal(value, read);
            Assert.Equal(output.Count, length);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("808000")]
    [InlineData("808004")]
    [InlineData("80808001")]
    [InlineData("ffffff")]
    public void Compact_u16_refuses_cut_off_long_and_too_large_spellings(string hex) =>
        Assert.False(CompactU16.TryRead(Convert.FromHexString(hex), out _, out _));

    [Fact]
    public void Program_addresses_are_the_recorded_ones()
    {
        var cases = Vectors.All.GetProperty("pda").EnumerateArray().ToList();
        Assert.Equal(9, cases.Count);
        foreach (var one in cases)
        {
            var seeds = one.Texts("seeds_hex").Select(Convert.FromHexString).ToList();
            var address = SolanaAccounts.FindProgramAddress(seeds, one.Key("program"), out var bump);
            Assert.Equal(one.Text("address"), address.ToString());
            Assert.Equal(one.GetProperty("bump").GetInt32(), bump);
            Assert.False(Ed25519.IsOnCurve(address.ToArray()));
        }

        Assert.Throws<ArgumentException>(
            () => SolanaAccounts.FindProgramAddress([new byte[33]], SolanaPrograms.Token, out _));
        Assert.Throws<ArgumentException>(
            () => SolanaAccounts.FindProgramAddress(
                [.. Enumerable.Repeat(new byte[1], 16)], SolanaPrograms.Token, out _));
    }

    [Fact]
    public void Associated_token_accounts_are_the_recorded_ones()
    {
        var cases = Vectors.All.GetProperty("ata").EnumerateArray().ToList();
        Assert.Equal(19, cases.Count);
        Assert.All(cases, one => Assert.Equal(
            one.Text("address"),
            SolanaAccounts.AssociatedToken(one.Key("owner"), one.Key("mint"), one.Key("token_program")).ToString()));
    }

    [Fact]
    public void A_token_account_is_read_and_written_as_recorded_and_a_mint_is_not_one()
    {
        var data = Vectors.All.GetProperty("account_data");
        var recorded = data.GetProperty("token_account");
        var bytes = Convert.FromBase64String(recorded.Text("base64"));

        Assert.True(TokenAccount.TryDecode(bytes, out var account));
        Assert.Equal(recorded.Key("mint"), account.Mint);
        Assert.Equal(recorded.Key("owner"), account.Owner);
        Assert.Equal(recorded.Text("amount"), $"{account.Units}");
        Assert.Equal(TokenAccountState.Initialized, account.State);
        Assert.Equal(bytes, account.Encode());

        Assert.False(TokenAccount.TryDecode(Convert.FromBase64String(data.GetProperty("mint").Text("base64")), out _));
        Assert.False(TokenAccount.TryDecode(new byte[TokenAccount.BaseBytes], out _));
        Assert.False(TokenAccount.TryDecode([.. bytes, 1], out _));
        Assert.True(TokenAccount.TryDecode([.. bytes, 2, 7, 0, 0, 0], out _));
    }

    [Fact]
    public void The_programs_are_the_recorded_ones()
    {
        var programs = Vectors.All.GetProperty("programs");
        Assert.Equal(programs.Key("system"), SolanaPrograms.System);
        Assert.Equal(programs.Key("token"), SolanaPrograms.Token);
        Assert.Equal(programs.Key("token2022"), SolanaPrograms.Token2022);
        Assert.Equal(programs.Key("ata"), SolanaPrograms.AssociatedToken);
        Assert.Equal(programs.Key("memo"), SolanaPrograms.Memo);
        Assert.Equal(programs.Key("computeBudget"), SolanaPrograms.ComputeBudget);
    }
}
