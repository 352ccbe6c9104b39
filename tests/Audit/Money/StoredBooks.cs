using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Audit.Money;

/// <summary>What a platform has stored about money: every state that its history names.</summary>
internal sealed record StoredBooks
{
    internal required IReadOnlyDictionary<string, QuoteState> Quotes { get; init; }

    internal required IReadOnlyDictionary<string, PaymentState> Payments { get; init; }

    /// <summary>By transfer id; one that was ordered and has no end yet is an empty state.</summary>
    internal required IReadOnlyDictionary<string, TransferState> Transfers { get; init; }

    internal required IReadOnlyDictionary<string, TreasuryState> Treasuries { get; init; }

    internal static async Task<StoredBooks> ReadAsync(StoredPlatform stored, IReadOnlyList<HistoryRow> rows)
    {
        return new StoredBooks
        {
            Quotes = await ReadAsync<QuoteState>("quote", KeysOf("quote/")),
            Payments = await ReadAsync<PaymentState>("payment", KeysOf("payment/")),
            Transfers = await ReadAsync<TransferState>("transfer", rows.Select(row => row.Event)
                .Where(e => e.Kind.StartsWith("transfer.", StringComparison.Ordinal)).Select(e => e.Subject)),
            Treasuries = await ReadAsync<TreasuryState>("treasury", KeysOf("treasury/")),
        };

        IEnumerable<string> KeysOf(string prefix) => rows.Select(row => row.Source)
            .Where(source => source.StartsWith(prefix, StringComparison.Ordinal))
            .Select(source => source[prefix.Length..]);

        async Task<SortedDictionary<string, T>> ReadAsync<T>(string type, IEnumerable<string> keys)
            where T : class, new()
        {
            var states = new SortedDictionary<string, T>(StringComparer.Ordinal);
            foreach (var key in keys.Distinct(StringComparer.Ordinal))
            {
                states.Add(key, await stored.FindAsync<T>(type, key) ?? new T());
            }

            return states;
        }
    }
}
