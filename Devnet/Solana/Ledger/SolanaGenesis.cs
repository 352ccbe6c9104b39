using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>
/// What the network begins with: the programs, a faucet with plenty of SOL, and a dollar token that the faucet mints.
/// The keys are derived from public words: they are worth nothing anywhere else.
/// </summary>
internal static class SolanaGenesis
{
    internal const byte UsdcDecimals = 6;

    private const ulong FaucetLamports = 500_000_000UL * 1_000_000_000UL;
    private const ulong ProgramLamports = 1_141_440;

    private static readonly SolanaKey NativeLoader = SolanaKey.Parse("NativeLoader1111111111111111111111111111111");

    internal static readonly byte[] FaucetSeed = SeedOf("faucet");

    internal static readonly SolanaKey Faucet = new(Ed25519.PublicKeyFromSeed(FaucetSeed));

    internal static readonly SolanaKey Usdc = new(Ed25519.PublicKeyFromSeed(SeedOf("usdc-mint")));

    internal static void Fill(AccountStore accounts)
    {
        accounts.Set(Faucet, 0, new LedgerAccount(FaucetLamports, SolanaPrograms.System, []));
        var mint = new MintAccount(Faucet, 0, UsdcDecimals, null, TokenExtensions.Empty).Encode();
        accounts.Set(Usdc, 0, new LedgerAccount(Rent.MinimumOf(mint.Length), SolanaPrograms.Token, mint));
        SolanaKey[] programs =
        [
            SolanaPrograms.System,
            SolanaPrograms.Token,
            SolanaPrograms.Token2022,
            SolanaPrograms.AssociatedToken,
            SolanaPrograms.Memo,
            SolanaPrograms.MemoV1,
            SolanaPrograms.ComputeBudget,
        ];
        foreach (var program in programs)
        {
            accounts.Set(program, 0, new LedgerAccount(ProgramLamports, NativeLoader, [], IsExecutable: true));
        }
    }

    private static byte[] SeedOf(string name) =>
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("orleans-trading/devnet/solana/" + name));
}
