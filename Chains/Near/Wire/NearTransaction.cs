namespace OrleansTrading.Chains.Near.Wire;

/// <summary>A transaction of version 0, the only one in use: what the signer asks the receiver to do.</summary>
/// <param name="SignerId">Who pays for it.</param>
/// <param name="PublicKey">The access key of the signer that signs.</param>
/// <param name="Nonce">Above the access key's last one.</param>
/// <param name="ReceiverId">The account that the actions are carried out on.</param>
/// <param name="BlockHash">A recent block; it stops being valid a fixed number of blocks later.</param>
/// <param name="Actions">What to do; all of it takes effect, or none.</param>
internal sealed record NearTransaction(
    string SignerId,
    NearPublicKey PublicKey,
    ulong Nonce,
    string ReceiverId,
    NearHash BlockHash,
    IReadOnlyList<NearAction> Actions)
{
    internal byte[] Encode()
    {
        var writer = new BorshWriter();
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>SHA-256 of the borsh: what is signed, and the chain's name for the transaction.</summary>
    internal NearHash Hash() => NearHash.Of(Encode());

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out NearTransaction transaction, out string problem)
    {
        try
        {
            var reader = new BorshReader(bytes);
            transaction = Read(ref reader);
            reader.EnsureEnd();
            problem = string.Empty;
            return true;
        }
        catch (BorshFormatException exception)
        {
            transaction = null!;
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>
    /// Version 1 begins with the byte 1, which as the length of a signer's id would be too short; so it is refused.
    /// </summary>
    internal static NearTransaction Read(ref BorshReader reader) => new(
        NearAccountId.Read(ref reader),
        NearPublicKey.Read(ref reader),
        reader.ReadUInt64(),
        NearAccountId.Read(ref reader),
        new NearHash(reader.ReadFixed(NearHash.Length)),
        ActionCodec.ReadAll(ref reader));

    internal void Write(BorshWriter writer)
    {
        writer.WriteString(SignerId);
        PublicKey.Write(writer);
        writer.WriteUInt64(Nonce);
        writer.WriteString(ReceiverId);
        writer.WriteFixed(BlockHash.ToArray());
        ActionCodec.WriteAll(writer, Actions);
    }
}
