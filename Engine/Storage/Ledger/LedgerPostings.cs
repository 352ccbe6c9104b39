namespace OrleansTrading.Engine.Storage;

/// <summary>Makes the postings of one entry out of amounts. Amounts of zero are left out.</summary>
public sealed class LedgerPostings
{
    private readonly List<LedgerPosting> _postings = [];

    /// <summary>Gets a value indicating whether nothing moves.</summary>
    public bool IsEmpty => _postings.Count == 0;

    /// <summary>Debits an account: the platform has more there, or owes less.</summary>
    /// <param name="account">The account.</param>
    /// <param name="asset">The asset as CAIP-19.</param>
    /// <param name="units">Base units; any amount that there is, also one beyond 2^127 - 1.</param>
    /// <returns>This.</returns>
    public LedgerPostings Debit(string account, string asset, UInt128 units) => Add(account, asset, units, sign: 1);

    /// <summary>Credits an account: the platform has less there, or owes more, or has earned.</summary>
    /// <inheritdoc cref="Debit"/>
    public LedgerPostings Credit(string account, string asset, UInt128 units) => Add(account, asset, units, sign: -1);

    /// <summary>Debits one account and credits another with the same amount.</summary>
    /// <param name="debit">What has more, or owes less.</param>
    /// <param name="credit">What has less, or owes more.</param>
    /// <param name="asset">The asset as CAIP-19.</param>
    /// <param name="units">Base units.</param>
    /// <returns>This.</returns>
    public LedgerPostings Move(string debit, string credit, string asset, UInt128 units) =>
        Debit(debit, asset, units).Credit(credit, asset, units);

    /// <summary>The postings in the order in which they were added.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyList<LedgerPosting> ToList() => [.. _postings];

    private LedgerPostings Add(string account, string asset, UInt128 units, int sign)
    {
        var largest = (UInt128)Int128.MaxValue;
        for (; units > largest; units -= largest)
        {
            _postings.Add(new LedgerPosting(account, asset, sign * Int128.MaxValue));
        }

        if (units > 0)
        {
            _postings.Add(new LedgerPosting(account, asset, sign * (Int128)units));
        }

        return this;
    }
}
