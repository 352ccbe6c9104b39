using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One line of a journal entry. Positive units are a debit: the platform has more, or owes less. Negative units are a
/// credit: it has less, or owes more, or has earned. All postings of an entry add up to zero in each asset.
/// </summary>
/// <param name="Account">The account's name, for example <c>revenue:platform-fee</c>. At most 256 characters.</param>
/// <param name="Asset">The asset as CAIP-19. At most 256 characters.</param>
/// <param name="Units">Base units, never zero, between -(2^127 - 1) and 2^127 - 1. Amounts beyond that are booked in
/// several postings: <see cref="LedgerPostings"/> does so.</param>
public readonly record struct LedgerPosting(string Account, string Asset, Int128 Units)
{
    /// <summary>What is wrong with this posting by itself; null: nothing.</summary>
    internal string? Problem() =>
        string.IsNullOrEmpty(Account) || Account.Length > StorageConstants.TextLengthMax ? "an account without a name"
        : string.IsNullOrEmpty(Asset) || Asset.Length > StorageConstants.TextLengthMax ? $"{Account}: no asset"
        : Units == 0 ? $"{Account}: zero units"
        : Units == Int128.MinValue ? string.Create(CultureInfo.InvariantCulture, $"{Account}: {Units} units")
        : null;
}
