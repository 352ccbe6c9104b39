using OrleansTrading.Chains.Crypto;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Keys.Keystore;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Keys;

/// <summary>A keystore of a test and the passphrase's file.</summary>
internal sealed class KeyFolder : IDisposable
{
    internal const string Words = "correct horse battery";
    private readonly TemporaryFolder _folder = new();

    internal KeyFolder()
    {
        PassphraseFile = Write("passphrase", Words + "\n");
        Secret = Passphrase.Read(PassphraseFile, string.Empty);
        Keystore = new KeystoreKeys(System.IO.Path.Combine(_folder.Path, "keystore.json"), Scrypt.CostMin);
    }

    internal string Path => _folder.Path;

    internal string PassphraseFile { get; }

    internal SecretBytes Secret { get; }

    internal KeystoreKeys Keystore { get; }

    /// <summary>A seed that is recognised wherever it appears.</summary>
    internal static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, Ed25519.SeedBytes)];

    internal static string Name(string chain, byte value) =>
        KeyNames.Of(chain, KeyNames.AddressOf(chain, Ed25519.PublicKeyFromSeed(Seed(value))));

    /// <summary>Writes a file that is its owner's alone.</summary>
    internal string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    internal static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    public void Dispose()
    {
        Secret.Dispose();
        _folder.Dispose();
    }
}
