namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>System program: first four bytes of the data, little-endian (solana-system-interface).</summary>
internal static class SystemCode
{
    internal const uint CreateAccount = 0;
    internal const uint Transfer = 2;
    internal const uint CreateAccountWithSeed = 3;
    internal const uint AdvanceNonce = 4;
    internal const uint WithdrawNonce = 5;
    internal const uint InitializeNonce = 6;
    internal const uint TransferWithSeed = 11;
}

/// <summary>Token and Token-2022: first byte of the data (spl-token-interface).</summary>
internal static class TokenCode
{
    internal const byte Transfer = 3;
    internal const byte MintTo = 7;
    internal const byte CloseAccount = 9;
    internal const byte TransferChecked = 12;
    internal const byte MintToChecked = 14;
    internal const byte InitializeAccount3 = 18;
    internal const byte InitializeImmutableOwner = 22;
    internal const byte GetAccountDataSize = 21;

    /// <summary>Token-2022's fee extension; its own code follows.</summary>
    internal const byte TransferFeeExtension = 26;

    /// <summary>Second byte after <see cref="TransferFeeExtension"/>.</summary>
    internal const byte TransferCheckedWithFee = 1;

    /// <summary>
    /// SPL Token as of SIMD-0266: several instructions in one. For each of them a byte says how many of the accounts
    /// are its own and another how long its data is; the data follows.
    /// </summary>
    internal const byte Batch = 255;
}

/// <summary>Associated token account: the only byte of the data; no data at all means create.</summary>
internal static class AssociatedTokenCode
{
    internal const byte Create = 0;
    internal const byte CreateIdempotent = 1;
}

/// <summary>Compute budget: first byte of the data.</summary>
internal static class ComputeBudgetCode
{
    internal const byte UnitLimit = 2;
    internal const byte UnitPrice = 3;
}
