using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Keys.Keystore;

namespace OrleansTrading.Silo.Cli;

/// <summary>
/// The commands <c>keys</c>: they work on a keystore file, and no secret is ever an argument or in what they print.
/// </summary>
internal static class KeyCommands
{
    /// <summary>Makes a key and prints its name.</summary>
    internal static Task<int> CreateAsync(KeyArguments arguments, string chain, string? account, bool isLane) =>
        RunAsync(() =>
        {
            using var seed = new SecretBytes(Ed25519.SeedBytes);
            RandomNumberGenerator.Fill(seed.Span);
            Add(arguments, chain, account, isLane, seed);
        });

    /// <summary>Adds a key that another program made, from the terminal or from standard input.</summary>
    internal static Task<int> ImportAsync(KeyArguments arguments, string chain, string? account, bool isLane) =>
        RunAsync(() =>
        {
            using var seed = SecretKeyText.Read(chain);
            Add(arguments, chain, account, isLane, seed);
        });

    /// <summary>Prints names and public keys; asks for no passphrase.</summary>
    internal static Task<int> ListAsync(KeyArguments arguments) => RunAsync(() =>
    {
        foreach (var entry in Keystore(arguments).List().OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            Console.WriteLine($"{entry.Name}  {entry.PublicKey}");
        }
    });

    /// <summary>Opens the keystore and prints a key's address as its chain writes it.</summary>
    internal static Task<int> ShowAddressAsync(KeyArguments arguments, string name) => RunAsync(() =>
    {
        var keystore = Keystore(arguments);
        keystore.List();
        using var passphrase = Passphrase.Read(PassphraseFile(arguments), "Passphrase: ");
        var signers = keystore.OpenSigners(passphrase);
        try
        {
            var publicKey = signers.TryGetValue(name, out var signer)
                ? signer.PublicKey
                : throw new InvalidOperationException($"{keystore.Path} has no key {name}. See keys list.");
            var chain = name.Split('/')[0];
            Console.WriteLine(KeyNames.AddressOf(chain, publicKey.Span));
            if (chain == NearExtensions.ChainName)
            {
                Console.WriteLine(NearExtensions.KeyTextOf(publicKey.Span));
            }
        }
        finally
        {
            foreach (var opened in signers.Values)
            {
                opened.Dispose();
            }
        }
    });

    /// <summary>Seals the same keys with another passphrase.</summary>
    internal static Task<int> ChangePassphraseAsync(KeyArguments arguments, string? newPassphraseFile) => RunAsync(() =>
    {
        var keystore = Keystore(arguments);
        keystore.List();
        using var present = Passphrase.Read(PassphraseFile(arguments), "Present passphrase: ");
        using var next = Passphrase.ReadNew(newPassphraseFile, "New passphrase: ");
        keystore.ChangePassphrase(present, next);
        Console.WriteLine($"{keystore.Path} has the new passphrase. Older copies of the file keep the old one.");
    });

    private static void Add(KeyArguments arguments, string chain, string? account, bool isLane, SecretBytes seed)
    {
        var publicKey = Ed25519.PublicKeyFromSeed(seed.Span);
        var name = KeyNames.Of(chain, account ?? (isLane && chain == NearExtensions.ChainName
            ? NearExtensions.KeyTextOf(publicKey)
            : KeyNames.AddressOf(chain, publicKey)));
        if (!KeyNames.Fits(name, publicKey))
        {
            throw new InvalidOperationException(
                $"The key is not {name}'s but {KeyNames.AddressOf(chain, publicKey)}'s. Nothing was added.");
        }

        var keystore = Keystore(arguments);
        using var passphrase = keystore.Exists
            ? Passphrase.Read(PassphraseFile(arguments), "Passphrase: ")
            : Passphrase.ReadNew(PassphraseFile(arguments), $"Passphrase of the new keystore {keystore.Path}: ");
        var entry = keystore.Add(name, seed.Span, passphrase);
        Console.WriteLine($"{entry.Name}  {entry.PublicKey}");
        Console.Error.WriteLine($"Added to {keystore.Path}. Keep a copy of it, and the passphrase somewhere else.");
    }

    private static KeystoreKeys Keystore(KeyArguments arguments)
    {
        var configuration = Read(arguments.Server);
        return new KeystoreKeys(KeySource.KeystorePath(
            arguments.Keystore is { } file ? new KeySettings { Keystore = file.FullName } : Settings(configuration),
            HostRun.KeyFolder(configuration, arguments.Server)));
    }

    private static string? PassphraseFile(KeyArguments arguments) =>
        arguments.PassphraseFile?.FullName ?? Settings(Read(arguments.Server)).PassphraseFile;

    private static KeySettings Settings(IConfiguration configuration) =>
        configuration.GetSection("Keys").Get<KeySettings>() ?? new KeySettings();

    private static IConfiguration Read(SiloArguments arguments)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddSettings(arguments);
        return configuration.Build();
    }

    private static async Task<int> RunAsync(Action command)
    {
        try
        {
            command();
            return 0;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure) || failure is CryptographicException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}

/// <summary>What the commands <c>keys</c> have in common.</summary>
/// <param name="Server">Data folder and settings.</param>
/// <param name="Keystore">The keystore; null: where the settings say.</param>
/// <param name="PassphraseFile">Its passphrase; null: as the settings say, or from the terminal.</param>
internal sealed record KeyArguments(SiloArguments Server, FileInfo? Keystore, FileInfo? PassphraseFile);
