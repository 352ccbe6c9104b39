namespace OrleansTrading.Grains;

/// <summary>
/// Whose money a payment is that carries a deposit code, keyed by <see cref="DepositCode"/>. It exists once somebody
/// has asked how to pay into the wallet, for good: whatever comes with the code later is the wallet's.
/// </summary>
[Alias("ot.IDepositGrain")]
public interface IDepositGrain : IGrainWithStringKey
{
    /// <summary>How an asset is paid into a wallet. Repeating it gives the same answer.</summary>
    [Alias("Open")]
    Task<Outcome<DepositInstructions>> OpenAsync(OpenDeposit request);

    /// <summary>The wallet; null: nobody has asked how to pay into it, so the code is nobody's.</summary>
    [Alias("GetWallet")]
    Task<WalletId?> GetWalletAsync();
}

/// <summary>Asks how to pay into a wallet.</summary>
[GenerateSerializer, Immutable, Alias("ot.open-deposit")]
public sealed record OpenDeposit
{
    /// <summary>The wallet, whose code the grain's key is.</summary>
    [Id(0)]
    public required WalletId Wallet { get; init; }

    /// <summary>The asset, by alias or CAIP-19 id.</summary>
    [Id(1)]
    public required string Asset { get; init; }

    /// <summary>How much, in the user's unit; null: any amount.</summary>
    [Id(2)]
    public string? Amount { get; init; }
}

/// <summary>How an asset is paid into a wallet.</summary>
[GenerateSerializer, Immutable, Alias("ot.deposit-instructions")]
public sealed record DepositInstructions
{
    /// <summary>The wallet.</summary>
    [Id(0)]
    public required WalletId Wallet { get; init; }

    /// <summary>The asset.</summary>
    [Id(1)]
    public required AssetId Asset { get; init; }

    /// <summary>The address to pay to.</summary>
    [Id(2)]
    public required string Address { get; init; }

    /// <summary>The memo that the payment must carry; null where the asset carries none.</summary>
    [Id(3)]
    public string? Memo { get; init; }

    /// <summary>
    /// Where the asset carries no memo: the last digits that the amount in base units must have; null elsewhere.
    /// </summary>
    [Id(4)]
    public string? LastDigits { get; init; }

    /// <summary>
    /// Exactly what to pay, with the last digits that it must have; null when no amount was asked for.
    /// </summary>
    [Id(5)]
    public Amount? Amount { get; init; }

    /// <summary>The payment as a link that wallet programs understand; null when no amount was asked for.</summary>
    [Id(6)]
    public string? Uri { get; init; }
}
