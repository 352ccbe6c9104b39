using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>A provider as it is stored.</summary>
internal sealed class ProviderState : IListedState, IRecordedState, IJsonOnDeserialized
{
    /// <summary>What it was made with; null: there is none.</summary>
    public CreateProvider? Command { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public ProviderAdmission Admission { get; set; } = new();

    /// <summary>What is asked of who begins to copy; null: nothing.</summary>
    public CopyFee? Fee { get; set; }

    /// <summary>The last signal's.</summary>
    public long Number { get; set; }

    /// <summary>Up to this one everybody was told.</summary>
    public long ToldNumber { get; set; }

    /// <summary>Signals that not everybody was told of, in order.</summary>
    public List<CopySignal> Waiting { get; init; } = [];

    /// <summary>Signals that everybody was told of, and the provider's trust was not.</summary>
    public List<CopySignal> Unobserved { get; init; } = [];

    /// <summary>Positions and pending orders, oldest first.</summary>
    public List<ProviderTicket> Open { get; init; } = [];

    /// <summary>Which tickets were used.</summary>
    public UsedTickets Tickets { get; init; } = new();

    /// <summary>The last number of the provider's terminal, and what it was answered.</summary>
    public long TerminalNumber { get; set; }

    public string TerminalCode { get; set; } = "";

    /// <summary>The last requests of the API, as <see cref="PublishedKeys"/> has them.</summary>
    public byte[] Published { get; set; } = [];

    /// <summary>What was stored before <see cref="Tickets"/>: the highest ticket of all; then null.</summary>
    public long? TicketMax { get; set; }

    /// <summary>What was stored before <see cref="Published"/>; then null.</summary>
    public List<PublishedKey>? Keys { get; set; }

    public TradeStatistics Statistics { get; init; } = new();

    public long? BalanceCents { get; set; }

    public long? EquityCents { get; set; }

    /// <summary>When it is to be gone on with telling; null: everybody was told, trust too.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    /// <remarks>Takes over what an older version stored: no ticket is new again, and no request.</remarks>
    public void OnDeserialized()
    {
        Tickets.Forgotten = Math.Max(Tickets.Forgotten, TicketMax ?? 0);
        foreach (var key in Keys ?? [])
        {
            Published = PublishedKeys.Add(Published, key.Command, key.Signal.Number);
        }

        (TicketMax, Keys) = (null, null);
    }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Command is null
        ? null
        : new ListingRow(
            ListingKinds.Provider,
            id,
            Command.User.Value,
            CreatedAt,
            "Active",
            IsOpen: true,
            DueAt,
            AwaitsOperator: false);
}

/// <summary>A request that was published, as an older version stored it.</summary>
/// <param name="Signal">What it became.</param>
/// <param name="Command">The request.</param>
internal sealed record PublishedKey(CopySignal Signal, PublishSignal Command);
