namespace OrleansTrading.Chains.Near.Wire;

/// <summary>Actions that an account signs and a relayer pays for (NEP-366).</summary>
/// <param name="SenderId">The account that signs.</param>
/// <param name="ReceiverId">The account that the actions are for.</param>
/// <param name="Actions">What to do; no delegate among them.</param>
/// <param name="Nonce">Above the key's last one.</param>
/// <param name="MaxBlockHeight">The last block that may carry it out.</param>
/// <param name="PublicKey">The sender's key.</param>
internal sealed record NearDelegate(
    string SenderId,
    string ReceiverId,
    IReadOnlyList<NearAction> Actions,
    ulong Nonce,
    ulong MaxBlockHeight,
    NearPublicKey PublicKey)
{
    /// <summary>Keeps the bytes from being valid as anything else: 2^30 + 366 (NEP-461).</summary>
    internal const uint Prefix = (1U << 30) + 366;

    /// <summary>What the sender signs the SHA-256 of.</summary>
    internal byte[] EncodeForSigning()
    {
        var writer = new BorshWriter();
        writer.WriteUInt32(Prefix);
        Write(writer);
        return writer.ToArray();
    }

    internal static NearDelegate Read(ref BorshReader reader) => new(
        NearAccountId.Read(ref reader),
        NearAccountId.Read(ref reader),
        ActionCodec.ReadAll(ref reader, isDelegateAllowed: false),
        reader.ReadUInt64(),
        reader.ReadUInt64(),
        NearPublicKey.Read(ref reader));

    internal void Write(BorshWriter writer)
    {
        writer.WriteString(SenderId);
        writer.WriteString(ReceiverId);
        ActionCodec.WriteAll(writer, Actions, isDelegateAllowed: false);
        writer.WriteUInt64(Nonce);
        writer.WriteUInt64(MaxBlockHeight);
        PublicKey.Write(writer);
    }
}
