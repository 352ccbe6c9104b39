using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Local;

/// <summary>The addresses of the local treasury keys.</summary>
/// <param name="Solana">On Solana.</param>
/// <param name="Stellar">On Stellar.</param>
/// <param name="Near">On NEAR; null where NEAR is not served.</param>
internal sealed record LocalAccounts(string Solana, string Stellar, string? Near)
{
    /// <summary>No address of the networks is longer.</summary>
    private const int AddressLengthMax = 64;

    internal static LocalAccounts Read(string keyFolder, bool withNear = false)
    {
        using var solana = FileTreasuryKeys.Read(keyFolder, SolanaExtensions.ChainName);
        using var stellar = FileTreasuryKeys.Read(keyFolder, StellarExtensions.ChainName);
        using var near = withNear ? FileTreasuryKeys.Read(keyFolder, NearExtensions.ChainName) : null;
        return new LocalAccounts(
            SolanaExtensions.AddressOf(solana.PublicKey.Span),
            StellarExtensions.AddressOf(stellar.PublicKey.Span),
            near is null ? null : NearExtensions.AddressOf(near.PublicKey.Span));
    }

    /// <summary>Writes the addresses beside the keys, for an API process, which must not read keys.</summary>
    internal void Publish(string keyFolder)
    {
        Write(SolanaExtensions.ChainName, Solana);
        Write(StellarExtensions.ChainName, Stellar);
        if (Near is { } near)
        {
            Write(NearExtensions.ChainName, near);
        }
        else
        {
            File.Delete(PathOf(keyFolder, NearExtensions.ChainName));
        }

        // Whole or not at all: another silo of this machine may write the same at the same time.
        void Write(string chain, string address)
        {
            var path = PathOf(keyFolder, chain);
            var draft = $"{path}.{Environment.ProcessId}";
            using (var writer = new StreamWriter(
                PrivateFiles.Open(draft, FileMode.Create, FileAccess.Write, FileShare.None)))
            {
                writer.Write(address);
            }

            File.Move(draft, path, overwrite: true);
        }
    }

    /// <summary>The addresses that a silo has written beside its keys.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal static LocalAccounts ReadPublished(string keyFolder)
    {
        return new LocalAccounts(
            ReadOne(SolanaExtensions.ChainName),
            ReadOne(StellarExtensions.ChainName),
            File.Exists(PathOf(keyFolder, NearExtensions.ChainName)) ? ReadOne(NearExtensions.ChainName) : null);

        string ReadOne(string chain)
        {
            var path = PathOf(keyFolder, chain);
            var address = File.Exists(path) ? File.ReadAllText(path).Trim() : string.Empty;
            return address.Length is > 0 and <= AddressLengthMax
                ? address
                : throw new InvalidOperationException(
                    $"There is no address of a local treasury in {path}. Start a silo first and name its --data here,"
                    + " or configure real networks with Solana:Endpoints, Stellar:Endpoints and Platform.");
        }
    }

    private static string PathOf(string folder, string chain) => Path.Combine(folder, $"{chain}.address");
}
