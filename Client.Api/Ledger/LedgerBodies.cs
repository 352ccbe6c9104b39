using System.Globalization;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Ledger;

/// <summary>A page of journal entries, newest first.</summary>
internal sealed record LedgerEntryPageBody
{
    /// <summary>The entries.</summary>
    public required IReadOnlyList<LedgerEntryBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }

    internal static LedgerEntryPageBody Of(PositionPage<LedgerRow> page) => new()
    {
        Items = [.. page.Rows.Select(LedgerEntryBody.Of)],
        NextCursor = page.NextCursor,
    };
}

/// <summary>A journal entry. It never changes, and its lines add up to zero in each asset.</summary>
internal sealed record LedgerEntryBody
{
    /// <summary>The stream it is in: a grain and its state, <c>type/key#state</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>Its number in the stream, from 1, as text.</summary>
    public required string Sequence { get; init; }

    /// <summary>The operation's id, 32 hexadecimal digits; entries of one operation share it.</summary>
    public required string Id { get; init; }

    /// <summary>Why it moved, a stable code: <c>PAYMENT_IN</c>, <c>DELIVERY</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose it is: a user's id, or <c>platform</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is about: the id of a quote, payment, transfer, wallet, or an account.</summary>
    public required string Subject { get; init; }

    /// <summary>Where it can be looked up outside: a chain's transaction. Null: nowhere.</summary>
    public required string? Reference { get; init; }

    /// <summary>The id of the entry that it undoes; null: it undoes none.</summary>
    public required string? Reverses { get; init; }

    /// <summary>When it was booked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its lines.</summary>
    public required IReadOnlyList<LedgerPostingBody> Postings { get; init; }

    /// <summary>SHA-256 of the entry with the hash of the one before it in its stream.</summary>
    public required string Hash { get; init; }

    internal static LedgerEntryBody Of(LedgerRow row) => new()
    {
        Stream = row.Entry.Stream.ToString(),
        Sequence = row.Entry.Sequence.ToString(CultureInfo.InvariantCulture),
        Id = Hex(row.Entry.Id),
        Kind = row.Entry.Booking.Kind,
        Owner = row.Entry.Booking.Owner,
        Subject = row.Entry.Booking.Subject,
        Reference = row.Entry.Booking.Reference.Length == 0 ? null : row.Entry.Booking.Reference,
        Reverses = row.Entry.Booking.Reverses is { } id ? Hex(id) : null,
        At = row.Entry.Booking.At,
        Postings = [.. row.Entry.Booking.Postings.Select(LedgerPostingBody.Of)],
        Hash = row.Entry.Hash,
    };

    private static string Hex(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);
}

/// <summary>A line of an entry.</summary>
internal sealed record LedgerPostingBody
{
    /// <summary>The account's name.</summary>
    public required string Account { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>Base units with a sign: a debit (more is held, or less owed) is above zero, a credit below.</summary>
    public required string Units { get; init; }

    internal static LedgerPostingBody Of(LedgerPosting posting) => new()
    {
        Account = posting.Account,
        AssetId = posting.Asset,
        Units = posting.Units.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>A page of accounts, by name.</summary>
internal sealed record LedgerAccountPageBody
{
    /// <summary>The accounts with their balances.</summary>
    public required IReadOnlyList<LedgerAccountBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>An account.</summary>
internal sealed record LedgerAccountBody
{
    /// <summary>Its name.</summary>
    public required string Account { get; init; }

    /// <summary>What it holds of each asset that it ever had; empty where nothing was ever posted to it.</summary>
    public required IReadOnlyList<LedgerBalanceBody> Balances { get; init; }
}

/// <summary>What an account holds of an asset.</summary>
internal sealed record LedgerBalanceBody
{
    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>Debits less credits in base units: below zero for what is owed or earned.</summary>
    public required string Units { get; init; }

    internal static LedgerBalanceBody Of(LedgerBalance balance) => new()
    {
        AssetId = balance.Asset,
        Units = balance.Units.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>How far the ledger was recomputed.</summary>
internal sealed record LedgerAuditBody
{
    /// <summary>When the audit last got to the end of the ledger; null when it has not since the start.</summary>
    public required DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>Entries checked since the last pass over everything began, as text.</summary>
    public required string Entries { get; init; }

    /// <summary>When that was; null before the first.</summary>
    public required DateTimeOffset? FullPassAt { get; init; }

    /// <summary>The first thing that is wrong, with stream and number; null: nothing.</summary>
    public required string? Problem { get; init; }

    internal static LedgerAuditBody Of(LedgerAuditView view) => new()
    {
        CaughtUpAt = view.CaughtUpAt,
        Entries = view.Entries.ToString(CultureInfo.InvariantCulture),
        FullPassAt = view.FullPassAt,
        Problem = view.Problem,
    };
}
