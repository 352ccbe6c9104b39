namespace OrleansTrading.Engine.Storage;

/// <summary>Which entries of the ledger are wanted.</summary>
public readonly record struct LedgerFilter
{
    /// <summary>Gets all entries.</summary>
    public static LedgerFilter All => default;

    /// <summary>Gets the account that the wanted entries post to; null: any.</summary>
    public string? Account { get; private init; }

    /// <summary>Gets the stream that the wanted entries are of; null: any.</summary>
    public LedgerStream? Stream { get; private init; }

    /// <summary>Gets what the wanted entries are about; null: anything.</summary>
    public string? Subject { get; private init; }

    /// <summary>Gets the id of the operation that the wanted entries belong to; null: any.</summary>
    public UInt128? Id { get; private init; }

    /// <summary>The entries that post to an account.</summary>
    /// <param name="account">The account's name.</param>
    /// <returns>The filter.</returns>
    public static LedgerFilter OfAccount(string account)
    {
        StorageText.Require(account);
        return new LedgerFilter { Account = account };
    }

    /// <summary>The entries of one stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The filter.</returns>
    public static LedgerFilter OfStream(LedgerStream stream) => new() { Stream = stream };

    /// <summary>The entries about a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <returns>The filter.</returns>
    public static LedgerFilter OfSubject(string subject)
    {
        StorageText.Require(subject);
        return new LedgerFilter { Subject = subject };
    }

    /// <summary>The entries of one operation, of all streams that took part in it.</summary>
    /// <param name="id">The operation's id.</param>
    /// <returns>The filter.</returns>
    public static LedgerFilter OfId(UInt128 id) => new() { Id = id };
}
