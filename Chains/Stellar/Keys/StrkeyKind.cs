namespace OrleansTrading.Chains.Stellar.Keys;

/// <summary>What a strkey stands for; the value is its version byte (SEP-23).</summary>
internal enum StrkeyKind
{
    /// <summary>B…: a claimable balance.</summary>
    ClaimableBalance = 8,

    /// <summary>C…: a smart contract.</summary>
    Contract = 16,

    /// <summary>G…: an account's Ed25519 public key.</summary>
    Account = 48,

    /// <summary>L…: a liquidity pool.</summary>
    LiquidityPool = 88,

    /// <summary>M…: an account together with a 64-bit id of the holder's choosing.</summary>
    Muxed = 96,

    /// <summary>P…: a signer that must also reveal a payload.</summary>
    SignedPayload = 120,

    /// <summary>S…: an Ed25519 seed, a secret.</summary>
    Seed = 144,

    /// <summary>T…: the hash of a pre-authorised transaction.</summary>
    PreAuthorizedTransaction = 152,

    /// <summary>X…: the SHA-256 hash of a secret.</summary>
    Sha256Hash = 184,
}
