namespace OrleansTrading.Chains.Near.Wire;

/// <summary>A transaction with its signature, as it goes over the wire.</summary>
/// <param name="Transaction">What was signed.</param>
/// <param name="Signature">Over the transaction's hash, by its public key.</param>
internal sealed record NearSignedTransaction(NearTransaction Transaction, NearSignature Signature)
{
    internal byte[] Encode()
    {
        var writer = new BorshWriter();
        Transaction.Write(writer);
        Signature.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a transaction; false for anything that is not the one spelling of one.</summary>
    internal static bool TryDecode(
        ReadOnlySpan<byte> bytes, out NearSignedTransaction transaction, out string problem)
    {
        transaction = null!;
        if (bytes.Length > BorshWriter.BytesMax)
        {
            problem = $"It has {bytes.Length} bytes, more than {BorshWriter.BytesMax}.";
            return false;
        }

        try
        {
            var reader = new BorshReader(bytes);
            transaction = new NearSignedTransaction(
                NearTransaction.Read(ref reader), NearSignature.Read(ref reader));
            reader.EnsureEnd();
            problem = string.Empty;
            return true;
        }
        catch (BorshFormatException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>True when the key that the transaction names signed it.</summary>
    internal bool VerifySignature() =>
        Transaction.PublicKey.Verify(Transaction.Hash().ToArray(), Signature);
}
