using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>
/// What the numbers of programs' own errors mean (solana-system-interface <c>SystemError</c>, spl-token
/// <c>TokenError</c>, spl-token-2022 the same and more, spl-associated-token-account
/// <c>AssociatedTokenAccountError</c>).
/// </summary>
internal static class ProgramErrors
{
    private static readonly Dictionary<uint, string> OfSystem = new()
    {
        [0] = "an account that was to be created exists already",
        [1] = "the paying account has fewer lamports than it is to pay",
        [2] = "the system program may not be assigned",
        [3] = "an account's data would be too long",
        [4] = "an address does not follow from its seed",
        [5] = "a seed is too long",
        [6] = "the cluster has no recent blockhashes",
        [7] = "the nonce account holds this block's nonce already; it can be used again in the next block",
        [8] = "the nonce in the transaction is not the nonce account's any more",
    };

    private static readonly Dictionary<uint, string> OfToken = new()
    {
        [0] = "a token account does not hold enough lamports for its rent",
        [1] = "the paying token account has fewer tokens than it is to pay",
        [2] = "the mint is not a mint",
        [3] = "a token account is of another mint",
        [4] = "the signer does not own the token account it pays from",
        [5] = "the mint's supply is fixed",
        [6] = "the account is in use already",
        [9] = "a token account is not initialized",
        [10] = "the instruction does not take wrapped SOL",
        [11] = "the token account is not empty",
        [12] = "the token program does not know the instruction",
        [13] = "a token account's state forbids it",
        [14] = "a token account cannot hold that much more",
        [16] = "the mint cannot freeze accounts",
        [17] = "one of the two token accounts is frozen by the token's issuer",
        [18] = "the mint has other decimals than configured",
    };

    private static readonly Dictionary<uint, string> OfToken2022 = new(OfToken)
    {
        [31] = "the mint's transfers need the mint among their accounts",
        [32] = "the mint keeps back a transfer fee, so that the recipient would get less",
        [36] = "the recipient's token account takes transfers with a memo only",
        [37] = "the mint's tokens cannot be transferred",
        [42] = "the paying token account forbids transfers by other programs",
        [49] = "the recipient's token account takes confidential transfers only",
        [67] = "the token's issuer has paused all transfers",
    };

    private static readonly Dictionary<uint, string> OfAssociatedToken = new()
    {
        [0] = "the wallet's token account has been handed to another owner",
    };

    /// <summary>The meaning for people; null for programs and numbers that are not known here.</summary>
    internal static string? Describe(SolanaKey program, uint code)
    {
        var known = program == SolanaPrograms.System ? OfSystem
            : program == SolanaPrograms.Token ? OfToken
            : program == SolanaPrograms.Token2022 ? OfToken2022
            : program == SolanaPrograms.AssociatedToken ? OfAssociatedToken
            : null;
        return known?.GetValueOrDefault(code);
    }
}
