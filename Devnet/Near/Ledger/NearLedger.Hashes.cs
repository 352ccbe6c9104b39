using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>
/// Block hashes. Unlike the public network's they do not cover the contents; nothing here relies on that.
/// </summary>
internal sealed partial class NearLedger
{
    private const int PrefixLength = NearHash.Length - sizeof(ulong);

    private readonly byte[] _seed;

    internal NearHash GenesisHash => HashOf(NearGenesis.Height);

    /// <summary>A hash that ends with its height, so that none needs storing.</summary>
    internal NearHash HashOf(ulong height)
    {
        Span<byte> hash = stackalloc byte[NearHash.Length];
        WritePrefix(height, hash);
        BinaryPrimitives.WriteUInt64BigEndian(hash[PrefixLength..], height);
        return new NearHash(hash);
    }

    /// <summary>The height of a block that exists; null for any other hash.</summary>
    internal ulong? HeightOf(NearHash hash)
    {
        var height = BinaryPrimitives.ReadUInt64BigEndian(hash.ToArray().AsSpan(PrefixLength));
        return height >= NearGenesis.Height && height <= Head && HashOf(height) == hash ? height : null;
    }

    private void WritePrefix(ulong height, Span<byte> target)
    {
        Span<byte> preimage = stackalloc byte[NearHash.Length + sizeof(ulong)];
        _seed.CopyTo(preimage);
        BinaryPrimitives.WriteUInt64BigEndian(preimage[NearHash.Length..], height);
        SHA256.HashData(preimage)[..PrefixLength].CopyTo(target);
    }

    /// <summary>The id of a receipt follows from what made it, and where.</summary>
    private static NearHash ReceiptId(NearHash parent, ulong height, int index)
    {
        Span<byte> preimage = stackalloc byte[NearHash.Length + sizeof(ulong) + sizeof(int)];
        parent.ToArray().CopyTo(preimage);
        BinaryPrimitives.WriteUInt64BigEndian(preimage[NearHash.Length..], height);
        BinaryPrimitives.WriteInt32BigEndian(preimage[(NearHash.Length + sizeof(ulong))..], index);
        return NearHash.Of(preimage);
    }
}
