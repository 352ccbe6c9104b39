using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Keys;

/// <summary>The commands <c>keys</c>, as an operator types them.</summary>
public sealed class KeyCommandsTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_are_made_imported_listed_and_shown_and_the_passphrase_is_changed()
    {
        var made = await RunAsync("create", "--chain", "stellar");
        var address = made.Output.Split(' ')[0]["stellar/".Length..];
        Assert.True(StellarKeys.TryDecodeAddress(address, out _), made.ToString());

        var secret = StellarKeys.EncodeSecret(KeyFolder.Seed(7));
        var imported = await RunWithAsync(secret + "\n", ["import", "--chain", "stellar"]);
        Assert.StartsWith(KeyFolder.Name("stellar", 7), imported.Output, StringComparison.Ordinal);
        var named = await RunWithAsync(
            NearSecret(8), ["import", "--chain", "near", "--account", "treasury.alice.near"]);
        Assert.StartsWith("near/treasury.alice.near ", named.Output, StringComparison.Ordinal);

        var list = await RunAsync("list");
        Assert.Equal(3, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var shown = await RunAsync("show-address", "near/treasury.alice.near");
        Assert.Equal(
            [NearExtensions.AddressOf(PublicKey(8)), NearExtensions.KeyTextOf(PublicKey(8))],
            shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var next = _folder.Write("next", "a new and longer passphrase");
        await RunAsync("change-passphrase", "--new-passphrase-file", next);
        var old = await ProductProcess.RunAsync(Arguments(["show-address", "near/treasury.alice.near"]));
        Assert.Equal(1, old.ExitCode);
        Assert.Contains("the passphrase is another", old.Errors, StringComparison.Ordinal);

        foreach (var run in new[] { made, imported, named, list, shown, old })
        {
            Assert.DoesNotContain(secret, run.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(KeyFolder.Words, run.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_line_and_changes_nothing()
    {
        await RefuseAsync("There is no keystore", "", "list");
        await RefuseAsync("no Stellar secret", "SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2", "import", "--chain", "stellar");
        await RefuseAsync("neither base58", "5Jd", "import", "--chain", "solana");
        await RefuseAsync("not ed25519:", "ed25519:abc", "import", "--chain", "near");
        await RefuseAsync(
            "The key is not", new string('7', 64), "import", "--chain", "stellar", "--account", "GAAZ");
        await File.WriteAllTextAsync(_folder.PassphraseFile, "short");
        await RefuseAsync("less than 12 characters", "", "create", "--chain", "near", "--lane");
        Assert.False(_folder.Keystore.Exists);
    }

    [Fact]
    public async Task Without_a_terminal_and_a_passphrase_file_the_command_says_what_to_name()
    {
        var run = await ProductProcess.RunWithInputAsync(
            "", "keys", "create", "--chain", "near", "--keystore", _folder.Keystore.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Name a file with --passphrase-file", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("solana", "[1,2,3]")]
    [InlineData("solana", "4Nd1m")]
    [InlineData("stellar", "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H")]
    [InlineData("near", "secp256k1:abc")]
    public void A_text_that_is_no_key_is_refused_without_showing_it(string chain, string text)
    {
        var failure = Assert.Throws<FormatException>(() => SecretKeyText.Decode(chain, text));

        Assert.DoesNotContain(text, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_keys_are_read_in_the_forms_of_their_chains()
    {
        byte[] pair = [.. KeyFolder.Seed(5), .. PublicKey(5)];
        var hex = Convert.ToHexString(KeyFolder.Seed(5));
        (string Chain, string Text)[] forms =
        [
            ("solana", $"[{string.Join(',', pair)}]"), ("stellar", StellarKeys.EncodeSecret(KeyFolder.Seed(5))),
            ("near", NearSecret(5)), ("near", hex), ("stellar", hex), ("solana", hex),
        ];

        foreach (var (chain, text) in forms)
        {
            using var seed = SecretKeyText.Decode(chain, $"  {text}\n");
            Assert.Equal(KeyFolder.Seed(5), seed.Span.ToArray());
        }
    }

    private static byte[] PublicKey(byte value) => Ed25519.PublicKeyFromSeed(KeyFolder.Seed(value));

    // The base58 of a seed and its public key, through the text that NEAR gives a public key.
    private static string NearSecret(byte value) =>
        "ed25519:" + NearExtensions.KeyTextOf(KeyFolder.Seed(value))["ed25519:".Length..];

    private string[] Arguments(string[] arguments) =>
    [
        "keys", .. arguments, "--keystore", _folder.Keystore.Path, "--passphrase-file", _folder.PassphraseFile,
    ];

    private Task<ProductRun> RunAsync(params string[] arguments) => RunWithAsync("", arguments);

    private async Task<ProductRun> RunWithAsync(string input, string[] arguments)
    {
        var run = await ProductProcess.RunWithInputAsync(input, Arguments(arguments));
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    private async Task RefuseAsync(string part, string input, params string[] arguments)
    {
        var run = await ProductProcess.RunWithInputAsync(input, Arguments(arguments));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(part, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(input.Length == 0 || !run.Errors.Contains(input, StringComparison.Ordinal), run.ToString());
    }
}
