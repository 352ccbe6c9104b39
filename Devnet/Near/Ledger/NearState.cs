using System.Collections.Immutable;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>An account.</summary>
/// <param name="Amount">yoctoNEAR.</param>
/// <param name="StorageBytes">What it stores, by the protocol's measure.</param>
/// <param name="HasContract">True for the token, the network's only contract.</param>
/// <param name="Keys">Its access keys by their text.</param>
internal sealed record NearAccount(
    UInt128 Amount, ulong StorageBytes, bool HasContract, ImmutableSortedDictionary<string, NearAccessKey> Keys)
{
    /// <summary>Accounts this small need to hold nothing (NEP-448).</summary>
    private const ulong StorageBytesFree = 770;

    private const ulong YoctoPerByte = 10_000_000_000_000_000_000;

    /// <summary>What every account stores beside its keys.</summary>
    private const ulong BaseBytes = 100;

    /// <summary>What each access key takes besides its own bytes.</summary>
    private const ulong KeyExtraBytes = 40;

    /// <summary>An account that holds and stores nothing yet.</summary>
    internal static NearAccount New { get; } = new(
        0, BaseBytes, false, ImmutableSortedDictionary.Create<string, NearAccessKey>(StringComparer.Ordinal));

    /// <summary>What is missing for the storage to be covered; 0 when it is.</summary>
    internal UInt128 StorageDebt
    {
        get
        {
            var needed = StorageBytes <= StorageBytesFree ? 0 : (UInt128)StorageBytes * YoctoPerByte;
            return needed > Amount ? needed - Amount : 0;
        }
    }

    internal NearAccount WithKey(NearPublicKey publicKey, NearAccessKey key) => this with
    {
        Keys = Keys.SetItem(publicKey.ToString(), key),
        StorageBytes = StorageBytes + BytesOf(publicKey, key),
    };

    internal NearAccount WithoutKey(NearPublicKey publicKey) => this with
    {
        Keys = Keys.Remove(publicKey.ToString()),
        StorageBytes = StorageBytes - BytesOf(publicKey, Keys[publicKey.ToString()]),
    };

    private static ulong BytesOf(NearPublicKey publicKey, NearAccessKey key)
    {
        var writer = new BorshWriter();
        publicKey.Write(writer);
        const ulong NonceAndKind = 9;
        var limits = key.Limits is { } limit
            ? 21UL + (ulong)limit.ReceiverId.Length + (ulong)limit.MethodNames.Sum(name => 4 + name.Length)
            : 0;
        return KeyExtraBytes + (ulong)writer.ToArray().Length + NonceAndKind + limits;
    }
}

/// <summary>
/// Everything the chain holds after a block. Never changed: each block makes the next one from it, so that the past
/// stays readable.
/// </summary>
/// <param name="Accounts">The accounts by id.</param>
/// <param name="Holders">The token's registered holders and what they hold.</param>
/// <param name="Burnt">yoctoNEAR burnt since the genesis; with all balances it makes up the constant total.</param>
internal sealed record NearState(
    ImmutableSortedDictionary<string, NearAccount> Accounts,
    ImmutableSortedDictionary<string, UInt128> Holders,
    UInt128 Burnt)
{
    internal NearAccount? Find(string id) => Accounts.GetValueOrDefault(id);

    internal NearState With(string id, NearAccount account) => this with { Accounts = Accounts.SetItem(id, account) };
}
