using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Accounts;

/// <summary>An account as it is stored. What its terminal says of it is not: it says it again.</summary>
internal sealed class TradingAccountState : IListedState
{
    /// <summary>What it was registered with; null: there is no such account.</summary>
    public RegisterTradingAccount? Command { get; set; }

    public DateTimeOffset RegisteredAt { get; set; }

    public DateTimeOffset SecretSince { get; set; }

    /// <summary>The secret, sealed.</summary>
    public string? SealedSecret { get; set; }

    /// <summary>What the account copies, oldest first.</summary>
    public List<SubscriptionId> Subscriptions { get; init; } = [];

    /// <summary>Whose signals its terminal publishes.</summary>
    public ProviderId? Provider { get; set; }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Command is null
        ? null
        : new ListingRow(
            ListingKinds.TradingAccount,
            id,
            Command.User.Value,
            RegisteredAt,
            Command.Role.ToString(),
            IsOpen: true,
            Deadline: null,
            AwaitsOperator: false);
}
