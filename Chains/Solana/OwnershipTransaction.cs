using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// A transaction whose memo is the text to be signed: what a wallet can sign that signs no messages. It moves nothing
/// and is never submitted.
/// </summary>
internal static class OwnershipTransaction
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// The transaction to be signed, with an empty signature. Its blockhash is no block's, so that nobody could submit
    /// it; a wallet that insists on another may put one in.
    /// </summary>
    internal static byte[] Compose(SolanaKey signer, string text)
    {
        var message = LegacyMessageCompiler.Compile(signer, default, [SolanaInstructions.Memo(text, signer)]);
        var transaction = new SolanaTransaction([new byte[Ed25519.SignatureBytes]], message, message.Encode());
        var bytes = transaction.Encode();
        return bytes.Length <= SolanaTransaction.BytesMax
            ? bytes
            : throw new ArgumentException(
                $"The text makes a transaction of {bytes.Length} bytes. At most {SolanaTransaction.BytesMax} fit.");
    }

    /// <summary>The text of a transaction that the signer alone has signed and that does nothing else.</summary>
    /// <param name="encoded">The transaction in base64.</param>
    /// <param name="signer">Who should have signed it.</param>
    /// <param name="text">The memo.</param>
    /// <returns>Null when it is such a transaction.</returns>
    internal static OwnershipCheck? Read(string encoded, SolanaKey signer, out string text)
    {
        text = string.Empty;
        var bytes = new byte[SolanaTransaction.BytesMax];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return Malformed($"the signed transaction is not base64 of at most {bytes.Length} bytes");
        }

        if (!SolanaTransaction.TryDecode(bytes.AsSpan(0, length), out var transaction, out var problem))
        {
            return Malformed($"the signed transaction cannot be read: {problem}");
        }

        var message = transaction.Message;
        if (message.SignerCount != 1 || message.FeePayer != signer || !transaction.VerifySignatures())
        {
            return new OwnershipCheck(
                OwnershipVerdict.WrongSignature, $"the transaction is not signed by {signer} alone");
        }

        return FindMemo(message, out text) is { } difference
            ? new OwnershipCheck(OwnershipVerdict.WrongMessage, difference)
            : null;
    }

    /// <summary>Exactly one memo, and beside it nothing but what sets the fee.</summary>
    private static string? FindMemo(SolanaMessage message, out string text)
    {
        text = string.Empty;
        if (message.Lookups.Count > 0)
        {
            return "the transaction uses lookup tables";
        }

        var memos = 0;
        foreach (var instruction in message.Instructions)
        {
            var program = message.Keys[instruction.ProgramIndex];
            if (program == SolanaPrograms.ComputeBudget)
            {
                continue;
            }

            if (!SolanaPrograms.IsMemo(program))
            {
                return $"the transaction calls the program {program}; it may hold the memo only";
            }

            // The memo's accounts are who must have signed it: nobody, or the wallet.
            if (++memos > 1 || instruction.AccountIndexes.Any(account => account != 0))
            {
                return "the transaction must hold one memo, for one signer";
            }

            try
            {
                text = StrictUtf8.GetString(instruction.Data);
            }
            catch (DecoderFallbackException)
            {
                return "the transaction's memo is not UTF-8";
            }
        }

        return memos == 1 ? null : "the transaction holds no memo";
    }

    private static OwnershipCheck Malformed(string problem) => new(OwnershipVerdict.MalformedSignature, problem);
}
