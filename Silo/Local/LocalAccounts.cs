using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Local;

/// <summary>The addresses of the local treasury keys.</summary>
internal sealed record LocalAccounts(string Solana, string Stellar)
{
    internal static LocalAccounts Read(string keyFolder)
    {
        using var solana = FileTreasuryKeys.Read(keyFolder, SolanaExtensions.ChainName);
        using var stellar = FileTreasuryKeys.Read(keyFolder, StellarExtensions.ChainName);
        return new LocalAccounts(
            SolanaExtensions.AddressOf(solana.PublicKey.Span), StellarExtensions.AddressOf(stellar.PublicKey.Span));
    }
}
