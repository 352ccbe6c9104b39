using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The state the storage tests keep.</summary>
public sealed class Purse
{
    public long Balance { get; set; }

    public UInt128 Units { get; set; }

    public string Note { get; set; } = "";

    public List<string> Entries { get; set; } = [];
}

/// <summary>A state that is in a list while it has a row.</summary>
public sealed class ListedState : IListedState
{
    public ListingRow? Row { get; set; }

    public ListingRow? ToListingRow(string id) => Row is null ? null : Row with { Id = id };
}

/// <summary>A state whose changes are in the history.</summary>
public sealed class RecordedState : IRecordedState
{
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <summary>A state whose changes are in the ledger.</summary>
public sealed class BookedState : IBookedState
{
    public string Note { get; set; } = "";

    public LedgerDraft Ledger { get; init; } = new();
}
