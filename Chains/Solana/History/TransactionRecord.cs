using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>An instruction that ran, with its accounts as keys.</summary>
/// <param name="Index">
/// Its place: the outer instruction's number times <see cref="TransactionRecord.PlacesPerInstruction"/>, plus 1 and up
/// for the inner ones.
/// </param>
/// <param name="Program">The program called.</param>
/// <param name="Accounts">Its accounts.</param>
/// <param name="Data">Its data.</param>
internal sealed record ExecutedInstruction(
    int Index, SolanaKey Program, IReadOnlyList<SolanaKey> Accounts, byte[] Data);

/// <summary>What a token account held before or after a transaction.</summary>
internal sealed record TokenBalance(SolanaKey Account, SolanaKey Mint, SolanaKey? Owner, ulong Units);

/// <summary>
/// A finalized transaction: its own bytes, decoded by us, and what the node says about its execution (the <c>meta</c>
/// of getTransaction).
/// </summary>
internal sealed record TransactionRecord(
    SolanaTransaction Transaction,
    ulong Slot,
    DateTimeOffset BlockTime,
    string? Error,
    ulong FeeLamports,
    IReadOnlyList<SolanaKey> Keys,
    IReadOnlyList<ulong> LamportsBefore,
    IReadOnlyList<ulong> LamportsAfter,
    IReadOnlyList<TokenBalance> TokensBefore,
    IReadOnlyList<TokenBalance> TokensAfter,
    IReadOnlyList<ExecutedInstruction> Instructions)
{
    /// <summary>
    /// Places kept for an outer instruction and its inner ones, so that an outer instruction's place does not depend on
    /// how many inner ones a node recorded. The runtime traces at most 64 instructions a transaction.
    /// </summary>
    internal const int PlacesPerInstruction = 1000;

    /// <summary>True when it is in the history of the key.</summary>
    internal bool Touches(SolanaKey key) => Keys.Contains(key);

    /// <summary>True when the key is among those that signed.</summary>
    internal bool IsSigner(SolanaKey key)
    {
        var index = Keys.ToList().IndexOf(key);
        return index >= 0 && Transaction.Message.IsSigner(index);
    }

    /// <summary>Reads the result of getTransaction with encoding base64.</summary>
    /// <exception cref="FormatException">It contradicts itself or lacks what money depends on.</exception>
    internal static TransactionRecord Read(JsonElement result, string signature)
    {
        var transaction = ReadTransaction(result.GetProperty("transaction"), signature);
        var meta = result.GetProperty("meta");
        var keys = ReadKeys(transaction.Message, meta);
        var before = ReadLamports(meta.GetProperty("preBalances"), keys.Count);
        var after = ReadLamports(meta.GetProperty("postBalances"), keys.Count);
        var error = meta.GetProperty("err");
        return new TransactionRecord(
            transaction,
            result.GetProperty("slot").GetUInt64(),
            DateTimeOffset.FromUnixTimeSeconds(result.GetProperty("blockTime").GetInt64()),
            error.ValueKind == JsonValueKind.Null ? null : error.GetRawText(),
            meta.GetProperty("fee").GetUInt64(),
            keys,
            before,
            after,
            ReadTokens(meta.GetProperty("preTokenBalances"), keys),
            ReadTokens(meta.GetProperty("postTokenBalances"), keys),
            ReadInstructions(transaction.Message, meta, keys));
    }

    private static SolanaTransaction ReadTransaction(JsonElement encoded, string signature)
    {
        if (encoded[1].GetString() != "base64"
            || !SolanaTransaction.TryDecode(encoded[0].GetBytesFromBase64(), out var transaction, out var problem))
        {
            throw new FormatException($"the bytes of {signature} cannot be decoded");
        }

        // The id is a signature over the bytes, so bytes that verify are the ones that were asked for.
        return transaction.Id == signature
            && Ed25519.Verify(
                transaction.Message.FeePayer.ToArray(), transaction.MessageBytes, transaction.Signatures[0])
                ? transaction
                : throw new FormatException($"the bytes are not those of {signature}{problem}");
    }

    private static List<SolanaKey> ReadKeys(SolanaMessage message, JsonElement meta)
    {
        var keys = message.Keys.ToList();
        if (message.Lookups.Count == 0)
        {
            return keys;
        }

        var loaded = meta.GetProperty("loadedAddresses");
        foreach (var part in new[] { loaded.GetProperty("writable"), loaded.GetProperty("readonly") })
        {
            keys.AddRange(part.EnumerateArray().Select(key => SolanaKey.Parse(key.GetString()!)));
        }

        var borrowed = message.Lookups.Sum(lookup => lookup.WritableIndexes.Length + lookup.ReadOnlyIndexes.Length);
        return keys.Count == message.Keys.Count + borrowed
            ? keys
            : throw new FormatException($"{keys.Count} keys for {message.Keys.Count} static, {borrowed} loaded ones");
    }

    private static List<ulong> ReadLamports(JsonElement balances, int keyCount)
    {
        var lamports = balances.EnumerateArray().Select(balance => balance.GetUInt64()).ToList();
        return lamports.Count == keyCount
            ? lamports
            : throw new FormatException($"{lamports.Count} balances for {keyCount} accounts");
    }

    private static List<TokenBalance> ReadTokens(JsonElement balances, List<SolanaKey> keys) =>
        balances.EnumerateArray().Select(balance => new TokenBalance(
            keys[CheckIndex(balance.GetProperty("accountIndex").GetInt32(), keys)],
            SolanaKey.Parse(balance.GetProperty("mint").GetString()!),
            balance.TryGetProperty("owner", out var owner) && owner.ValueKind == JsonValueKind.String
                ? SolanaKey.Parse(owner.GetString()!)
                : null,
            ulong.Parse(
                balance.GetProperty("uiTokenAmount").GetProperty("amount").GetString()!,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture))).ToList();

    private static List<ExecutedInstruction> ReadInstructions(
        SolanaMessage message, JsonElement meta, List<SolanaKey> keys)
    {
        // Null means that the node did not record them, and a payment may be among them.
        var inner = meta.GetProperty("innerInstructions");
        var executed = message.Instructions
            .Select((instruction, index) => new ExecutedInstruction(
                index * PlacesPerInstruction,
                keys[instruction.ProgramIndex],
                [.. instruction.AccountIndexes.Select(account => keys[account])],
                instruction.Data))
            .ToList();
        foreach (var group in inner.EnumerateArray())
        {
            var place = group.GetProperty("index").GetInt32() * PlacesPerInstruction;
            foreach (var instruction in group.GetProperty("instructions").EnumerateArray())
            {
                executed.Add(ReadInner(instruction, ++place, keys));
            }
        }

        return [.. executed.OrderBy(instruction => instruction.Index)];
    }

    private static ExecutedInstruction ReadInner(JsonElement instruction, int place, List<SolanaKey> keys)
    {
        var accounts = instruction.GetProperty("accounts").EnumerateArray()
            .Select(account => keys[CheckIndex(account.GetInt32(), keys)])
            .ToList();
        return Base58.TryDecodeLong(instruction.GetProperty("data").GetString()!, out var data)
            ? new ExecutedInstruction(
                place,
                keys[CheckIndex(instruction.GetProperty("programIdIndex").GetInt32(), keys)],
                accounts,
                data)
            : throw new FormatException("an inner instruction's data is not base58");
    }

    private static int CheckIndex(int index, List<SolanaKey> keys) => index >= 0 && index < keys.Count
        ? index
        : throw new FormatException($"account {index} of {keys.Count}");
}
