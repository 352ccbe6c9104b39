using System.Security.Cryptography;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// The keys of local networks as files: one Ed25519 seed per chain, 64 hex characters, readable by its owner only. What
/// they hold is worth nothing; keys of real networks are in a <see cref="KeySource"/>, never in such files.
/// </summary>
internal sealed class FileTreasuryKeys(string folder, AssetCatalog catalog) : ITreasuryKeys, IDisposable
{
    private const int SeedBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, Ed25519Signer> _signers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ISigner GetSigner(AccountId account) => Signer(ChainOf(account).Name);

    private ChainAccountOptions ChainOf(AccountId account) => catalog.FindTreasury(account)
        ?? throw new NotConfiguredException(
            $"Account {account} is in use but is no treasury account of Platform:Chains. Put it back.");

    private Ed25519Signer Signer(string name)
    {
        lock (_lock)
        {
            if (!_signers.TryGetValue(name, out var signer))
            {
                signer = Read(folder, name);
                _signers.Add(name, signer);
            }

            return signer;
        }
    }

    public IReadOnlyList<SigningLane> GetLanes(AccountId account)
    {
        var chain = ChainOf(account);
        return [.. chain.Lanes.Select(lane => new SigningLane(lane, Signer($"{chain.Name}.{lane}")))];
    }

    public void Dispose()
    {
        foreach (var (_, signer) in _signers)
        {
            signer.Dispose();
        }
    }

    /// <summary>Reads a chain's key.</summary>
    /// <exception cref="InvalidOperationException">
    /// The file is missing, readable by others, or no seed; the message names it and the rule, never its content.
    /// </exception>
    internal static Ed25519Signer Read(string folder, string chain)
    {
        var path = PathOf(folder, chain);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException(
                $"There is no treasury key for {chain}: {path}."
                + " Put the account's Ed25519 seed there, 64 hex characters.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InvalidOperationException($"{path} can be read by others. Run: chmod 600 {path}");
        }

        var text = File.ReadAllText(path).Trim();
        Span<byte> seed = stackalloc byte[SeedBytes];
        if (text.Length != SeedBytes * 2
            || Convert.FromHexString(text, seed, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw new InvalidOperationException($"{path} is no Ed25519 seed. It holds 64 hex characters.");
        }

        try
        {
            return new Ed25519Signer(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Makes a key where there is none. For local networks: its money is worth nothing.</summary>
    internal static void CreateIfMissing(string folder, string chain)
    {
        var path = PathOf(folder, chain);
        if (File.Exists(path))
        {
            return;
        }

        PrivateFiles.CreateDirectory(folder);
        using var writer = new StreamWriter(
            PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SeedBytes)));
    }

    private static string PathOf(string folder, string chain) => Path.Combine(folder, $"{chain}.seed");
}
