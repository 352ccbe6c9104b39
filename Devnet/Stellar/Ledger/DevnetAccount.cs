using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>An account's holding of an issued asset.</summary>
internal sealed class DevnetTrustline(StellarAsset asset)
{
    internal StellarAsset Asset { get; } = asset;

    internal long Balance { get; set; }

    internal long Limit { get; set; }

    internal DevnetTrustline Clone() => new(Asset) { Balance = Balance, Limit = Limit };
}

/// <summary>An account. Its master key is its only signer.</summary>
internal sealed class DevnetAccount(string id)
{
    internal string Id { get; } = id;

    internal long Sequence { get; set; }

    /// <summary>Lumens, in stroops.</summary>
    internal long Balance { get; set; }

    /// <summary>The ledger that changed it last.</summary>
    internal uint ModifiedLedger { get; set; }

    /// <summary>Base reserves that it keeps for claimable balances it made, one for each claimant.</summary>
    internal int Sponsoring { get; set; }

    internal SortedDictionary<string, DevnetTrustline> Trustlines { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, byte[]> Data { get; } = new(StringComparer.Ordinal);

    internal int Subentries => Trustlines.Count + Data.Count;

    internal long Reserve => ReserveWith(0);

    /// <summary>What can leave the account.</summary>
    internal long Available => Math.Max(Balance - Reserve, 0);

    internal long ReserveWith(int moreSubentries) =>
        (LedgerRules.AccountBaseReserves + Subentries + Sponsoring + moreSubentries) * LedgerRules.BaseReserve;

    internal DevnetTrustline? TrustlineOf(StellarAsset asset) => Trustlines.GetValueOrDefault(asset.ToString());

    internal DevnetAccount Clone()
    {
        var copy = new DevnetAccount(Id)
        {
            Sequence = Sequence,
            Balance = Balance,
            ModifiedLedger = ModifiedLedger,
            Sponsoring = Sponsoring,
        };
        foreach (var (key, line) in Trustlines)
        {
            copy.Trustlines.Add(key, line.Clone());
        }

        foreach (var (key, value) in Data)
        {
            copy.Data.Add(key, value);
        }

        return copy;
    }
}
