using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Keys.Keystore;

namespace OrleansTrading.Silo.Tests.Keys;

public sealed class KeystoreTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_come_back_with_the_passphrase_and_sign_as_their_seeds_do()
    {
        _folder.Keystore.Add(KeyFolder.Name("solana", 1), KeyFolder.Seed(1), _folder.Secret);
        _folder.Keystore.Add(KeyFolder.Name("stellar", 2), KeyFolder.Seed(2), _folder.Secret);
        _folder.Keystore.Add("near/alice.near", KeyFolder.Seed(3), _folder.Secret);

        var signers = _folder.Keystore.OpenSigners(_folder.Secret);

        Assert.Equal(
            [KeyFolder.Name("solana", 1), KeyFolder.Name("stellar", 2), "near/alice.near"],
            _folder.Keystore.List().Select(entry => entry.Name));
        var message = Encoding.UTF8.GetBytes("a message");
        Assert.Equal(
            Ed25519.Sign(KeyFolder.Seed(2), message), await signers[KeyFolder.Name("stellar", 2)].SignAsync(message));
        Assert.Equal(
            Ed25519.Sign(KeyFolder.Seed(3), message), await signers["near/alice.near"].SignAsync(message));
    }

    [Fact]
    public void Another_passphrase_opens_nothing_and_adds_nothing()
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        using var other = new SecretBytes("correct horse batterx"u8);

        AssertRefused("the passphrase is another", () => _folder.Keystore.OpenSigners(other));
        AssertRefused(
            "the passphrase is another", () => _folder.Keystore.Add("near/b", KeyFolder.Seed(2), other));
        Assert.Single(_folder.Keystore.List());
    }

    [Fact]
    public void A_passphrase_is_changed_with_a_new_salt_and_the_old_one_opens_no_more()
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        var before = Document();
        using var next = new SecretBytes("another long passphrase"u8);

        _folder.Keystore.ChangePassphrase(_folder.Secret, next);

        AssertRefused("the passphrase is another", () => _folder.Keystore.OpenSigners(_folder.Secret));
        Assert.Single(_folder.Keystore.OpenSigners(next));
        var after = Document()["header"]!;
        Assert.NotEqual(before["header"]!["kdf"]!["salt"]!.ToString(), after["kdf"]!["salt"]!.ToString());
        Assert.NotEqual(before["header"]!["nonce"]!.ToString(), after["nonce"]!.ToString());
    }

    public static TheoryData<string, Action<JsonNode>> Changes => new()
    {
        { "a key renamed", file => file["header"]!["keys"]![0]!["name"] = "near/mallory" },
        { "a public key", file => file["header"]!["keys"]![0]!["publicKey"] = new string('0', 64) },
        { "two keys swapped", file => Swap(file["header"]!["keys"]!.AsArray()) },
        { "a cheaper derivation", file => file["header"]!["kdf"]!["n"] = Scrypt.CostMin * 2 },
        { "the salt", file => Flip(file["header"]!["kdf"]!, "salt") },
        { "the nonce", file => Flip(file["header"]!, "nonce") },
        { "the ciphertext", file => Flip(file, "ciphertext") },
        { "the tag", file => Flip(file, "tag") },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_is_changed_in_the_file_it_opens_no_more(string what, Action<JsonNode> change)
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        _folder.Keystore.Add("near/b", KeyFolder.Seed(2), _folder.Secret);
        var file = Document();

        change(file);
        File.WriteAllText(_folder.Keystore.Path, file.ToJsonString());

        Assert.NotEmpty(what);
        AssertRefused("the file was changed", () => _folder.Keystore.OpenSigners(_folder.Secret));
    }

    public static TheoryData<string, Action<JsonNode>> Foreign => new()
    {
        { "its version is 2, and this program knows 1", file => file["header"]!["version"] = 2 },
        { "it uses pbkdf2 and", file => file["header"]!["kdf"]!["name"] = "pbkdf2" },
        { "its parts have wrong lengths", file => file["header"]!["keys"]!.AsArray().RemoveAt(0) },
        { "its parts have wrong lengths", file => file["tag"] = "AAAA" },
        { "line 1 cannot be read", file => file["extra"] = 1 },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_file_of_another_shape_is_named(string problem, Action<JsonNode> change)
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        var file = Document();
        change(file);
        File.WriteAllText(_folder.Keystore.Path, file.ToJsonString());

        AssertRefused(problem, () => _folder.Keystore.OpenSigners(_folder.Secret));
    }

    [Theory]
    [InlineData("n", 1 << 30)]
    [InlineData("n", 1000)]
    [InlineData("r", 1000)]
    [InlineData("p", 1000)]
    public void A_derivation_that_would_take_too_much_or_too_little_is_refused_before_it_begins(string name, int value)
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        var file = Document();
        file["header"]!["kdf"]![name] = value;
        File.WriteAllText(_folder.Keystore.Path, file.ToJsonString());

        Assert.Contains(
            "is out of range",
            Assert.Throws<ArgumentException>(() => _folder.Keystore.OpenSigners(_folder.Secret)).Message);
    }

    [Fact]
    public void A_name_is_taken_once_and_has_a_form()
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        var before = File.ReadAllBytes(_folder.Keystore.Path);

        AssertRefused(
            "has a key near/a already", () => _folder.Keystore.Add("near/a", KeyFolder.Seed(2), _folder.Secret));
        var tooLong = "near/" + new string('a', 200);
        foreach (var name in new[] { "near", "near/", "doge/a", "near/a/b", "near/a b", tooLong })
        {
            Assert.Throws<ArgumentException>(() => _folder.Keystore.Add(name, KeyFolder.Seed(2), _folder.Secret));
        }

        Assert.Equal(before, File.ReadAllBytes(_folder.Keystore.Path));
    }

    [Fact]
    public void The_file_is_its_owners_alone_and_is_refused_when_it_is_not()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owners, File.GetUnixFileMode(_folder.Keystore.Path));

        File.SetUnixFileMode(_folder.Keystore.Path, owners | UnixFileMode.GroupRead);

        AssertRefused($"Run: chmod 600 {_folder.Keystore.Path}", () => _folder.Keystore.List());
    }

    [Fact]
    public void A_change_is_made_whole_or_not_at_all_and_by_one_process()
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(1), _folder.Secret);
        var before = File.ReadAllBytes(_folder.Keystore.Path);

        KeystoreFile.Change(_folder.Keystore.Path, document =>
        {
            AssertRefused(
                "Another process changes",
                () => _folder.Keystore.Add("near/b", KeyFolder.Seed(2), _folder.Secret));
            return document!;
        });
        Assert.Throws<TimeoutException>(
            () => KeystoreFile.Change(_folder.Keystore.Path, _ => throw new TimeoutException()));

        // What a process left that died while it wrote is overwritten, not read.
        File.WriteAllText(_folder.Keystore.Path + ".new", "half a f");
        KeyFolder.SetMode(_folder.Keystore.Path + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(before, File.ReadAllBytes(_folder.Keystore.Path));
        _folder.Keystore.Add("near/b", KeyFolder.Seed(2), _folder.Secret);
        Assert.Equal(2, _folder.Keystore.OpenSigners(_folder.Secret).Count);
    }

    [Fact]
    public void Secrets_are_in_no_text_and_are_wiped()
    {
        _folder.Keystore.Add("near/a", KeyFolder.Seed(0xAB), _folder.Secret);
        var signer = _folder.Keystore.OpenSigners(_folder.Secret)["near/a"];
        using var other = new SecretBytes("correct horse batterx"u8);
        var failure = Assert.Throws<InvalidOperationException>(() => _folder.Keystore.OpenSigners(other));
        var file = File.ReadAllText(_folder.Keystore.Path);

        var said = string.Join('\n', signer, _folder.Secret, _folder.Keystore, failure, file);
        Assert.DoesNotContain(KeyFolder.Words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("batterx", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ABABAB", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("q6ur", said, StringComparison.Ordinal);

        var wiped = new SecretBytes("secret"u8);
        wiped.Dispose();
        Assert.Equal(new byte[6], wiped.Span.ToArray());
    }

    private static void Swap(JsonArray keys)
    {
        var first = keys[0]!.DeepClone();
        keys.RemoveAt(0);
        keys.Add(first);
    }

    private static void Flip(JsonNode parent, string name)
    {
        var bytes = Convert.FromBase64String(parent[name]!.ToString());
        bytes[^1] ^= 1;
        parent[name] = Convert.ToBase64String(bytes);
    }

    private static void AssertRefused(string part, Action use) => Assert.Contains(
        part, Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);

    private JsonNode Document() => JsonNode.Parse(File.ReadAllText(_folder.Keystore.Path))!;
}
