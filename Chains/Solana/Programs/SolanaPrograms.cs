using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>The addresses of the programs that are part of every cluster.</summary>
internal static class SolanaPrograms
{
    internal static readonly SolanaKey System = SolanaKey.Parse("11111111111111111111111111111111");

    internal static readonly SolanaKey Token = SolanaKey.Parse("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

    internal static readonly SolanaKey Token2022 = SolanaKey.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

    internal static readonly SolanaKey AssociatedToken =
        SolanaKey.Parse("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

    internal static readonly SolanaKey Memo = SolanaKey.Parse("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

    /// <summary>The memo program's first version, still used by some wallets.</summary>
    internal static readonly SolanaKey MemoV1 = SolanaKey.Parse("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");

    internal static readonly SolanaKey ComputeBudget =
        SolanaKey.Parse("ComputeBudget111111111111111111111111111111");

    /// <summary>The sysvar that nonce instructions name; its content does not matter any more.</summary>
    internal static readonly SolanaKey RecentBlockhashes =
        SolanaKey.Parse("SysvarRecentB1ockHashes11111111111111111111");

    /// <summary>The sysvar that says what accounts must hold.</summary>
    internal static readonly SolanaKey Rent = SolanaKey.Parse("SysvarRent111111111111111111111111111111111");

    internal static bool IsToken(SolanaKey program) => program == Token || program == Token2022;

    internal static bool IsMemo(SolanaKey program) => program == Memo || program == MemoV1;
}
