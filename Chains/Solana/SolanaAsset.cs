using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>A configured token, ready for use.</summary>
/// <param name="Asset">Its CAIP-19 id.</param>
/// <param name="Mint">Its mint.</param>
/// <param name="Program">The token program that owns the mint.</param>
/// <param name="Decimals">Its decimals.</param>
/// <param name="AccountBytes">The size of a new token account; null: what its mint says.</param>
internal sealed record SolanaAsset(
    string Asset, SolanaKey Mint, SolanaKey Program, byte Decimals, int? AccountBytes)
{
    internal static SolanaAsset From(string chainId, SolanaToken token)
    {
        var isToken2022 = token.Program == SolanaTokenProgram.Token2022;
        return new SolanaAsset(
            $"{chainId}/token:{token.Mint}",
            SolanaKey.Parse(token.Mint),
            isToken2022 ? SolanaPrograms.Token2022 : SolanaPrograms.Token,
            (byte)token.Decimals,
            token.AccountBytes);
    }

    /// <summary>The token account of a wallet that we pay into and watch.</summary>
    internal SolanaKey AccountOf(SolanaKey wallet) => AccountOf(wallet, out _);

    /// <summary>The same, with the bump seed that makes it an address.</summary>
    internal SolanaKey AccountOf(SolanaKey wallet, out byte bump) =>
        SolanaAccounts.AssociatedToken(wallet, Mint, Program, out bump);
}
