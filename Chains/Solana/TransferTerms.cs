using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>A nonce account as it was read before signing with it.</summary>
/// <param name="Account">Its address: the lane.</param>
/// <param name="Authority">Whose signature uses the nonce up.</param>
/// <param name="Slot">The finalized slot at which it was read: the transaction can be in later slots only.</param>
internal sealed record NonceLane(SolanaKey Account, SolanaKey Authority, ulong Slot);

/// <summary>Under which terms a transfer is compiled.</summary>
/// <param name="FeePayer">Who pays the fee, and the amount.</param>
/// <param name="Blockhash">The recent blockhash, or the nonce.</param>
/// <param name="UnitLimit">The compute units it may use.</param>
/// <param name="UnitPrice">Micro-lamports for each of them.</param>
/// <param name="Version">The message's version.</param>
/// <param name="Nonce">The nonce account; null for a recent blockhash.</param>
internal sealed record TransferTerms(
    SolanaKey FeePayer,
    SolanaKey Blockhash,
    uint UnitLimit,
    ulong UnitPrice,
    SolanaMessageVersion Version,
    NonceLane? Nonce);
