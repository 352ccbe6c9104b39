namespace OrleansTrading.Grains;

/// <summary>A customer's request to move money from one of their wallets to another wallet.</summary>
[GenerateSerializer, Immutable, Alias("ot.create-wallet-transfer")]
public sealed record CreateWalletTransfer
{
    /// <summary>The wallet that sends; whose it is, is who asks.</summary>
    [Id(0)]
    public required WalletId From { get; init; }

    /// <summary>The wallet that gets it: another one of the same user's, or a used one of another's.</summary>
    [Id(1)]
    public required WalletId To { get; init; }

    /// <summary>The asset, by alias or CAIP-19 id.</summary>
    [Id(2)]
    public required string Asset { get; init; }

    /// <summary>How much, in the user's unit.</summary>
    [Id(3)]
    public required string Amount { get; init; }

    /// <summary>
    /// What both statements show, at most <see cref="WalletConstants.ReferenceLengthMax"/> characters on one line; null
    /// for none.
    /// </summary>
    [Id(4)]
    public string? Note { get; init; }
}

/// <summary>Where a customer's transfer is.</summary>
public enum WalletTransferStatus
{
    /// <summary>It is being checked. Nobody was told that it exists.</summary>
    Opening,

    /// <summary>The money is out of the one wallet and owed to the other, as pending in.</summary>
    Sent,

    /// <summary>It is available in the other wallet. Terminal.</summary>
    Arrived,
}

/// <summary>A customer's transfer as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-transfer-view")]
public sealed record WalletTransferView
{
    /// <summary>The transfer.</summary>
    [Id(0)]
    public required WalletTransferId Id { get; init; }

    /// <summary>The wallet that sent it.</summary>
    [Id(1)]
    public required WalletId From { get; init; }

    /// <summary>The wallet that gets it.</summary>
    [Id(2)]
    public required WalletId To { get; init; }

    /// <summary>Where it is.</summary>
    [Id(3)]
    public required WalletTransferStatus Status { get; init; }

    /// <summary>How much.</summary>
    [Id(4)]
    public required Amount Amount { get; init; }

    /// <summary>What both statements show; null for nothing.</summary>
    [Id(5)]
    public string? Note { get; init; }

    /// <summary>When it was sent.</summary>
    [Id(6)]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it arrived; null: it has not.</summary>
    [Id(7)]
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>The id of its entry in the statement of the wallet that sent it.</summary>
    [Id(8)]
    public required UInt128 EntryId { get; init; }
}
