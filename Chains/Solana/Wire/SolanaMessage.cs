namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>
/// What the signers of a transaction sign (docs.solana.com, "Transactions", and the sanitising rules of solana-sdk's
/// <c>Message</c>): legacy or version 0.
/// </summary>
/// <param name="Version">Null for legacy, else 0.</param>
/// <param name="SignerCount">How many of the first keys must sign.</param>
/// <param name="ReadOnlySignerCount">How many of those, at their end, are not written.</param>
/// <param name="ReadOnlyOtherCount">How many of the remaining static keys, at their end, are not written.</param>
/// <param name="Keys">The static account keys; the first one pays the fee.</param>
/// <param name="Blockhash">The recent blockhash, or a durable nonce.</param>
/// <param name="Instructions">In order of execution.</param>
/// <param name="Lookups">Borrowed keys; always empty in a legacy message.</param>
internal sealed record SolanaMessage(
    int? Version,
    int SignerCount,
    int ReadOnlySignerCount,
    int ReadOnlyOtherCount,
    IReadOnlyList<SolanaKey> Keys,
    SolanaKey Blockhash,
    IReadOnlyList<CompiledInstruction> Instructions,
    IReadOnlyList<AddressTableLookup> Lookups)
{
    private const byte VersionFlag = 0x80;

    /// <summary>An account's place is a byte.</summary>
    private const int AccountsMax = 256;

    internal SolanaKey FeePayer => Keys[0];

    /// <summary>True when the static key at this place must sign.</summary>
    internal bool IsSigner(int index) => index < SignerCount;

    /// <summary>True when the static key at this place may be written.</summary>
    internal bool IsWritable(int index) => index < SignerCount
        ? index < SignerCount - ReadOnlySignerCount
        : index < Keys.Count - ReadOnlyOtherCount;

    internal byte[] Encode()
    {
        var output = new List<byte>(512);
        if (Version is { } version)
        {
            output.Add((byte)(VersionFlag | version));
        }

        output.Add((byte)SignerCount);
        output.Add((byte)ReadOnlySignerCount);
        output.Add((byte)ReadOnlyOtherCount);
        CompactU16.Write(output, Keys.Count);
        foreach (var key in Keys)
        {
            output.AddRange(key.ToArray());
        }

        output.AddRange(Blockhash.ToArray());
        CompactU16.Write(output, Instructions.Count);
        foreach (var instruction in Instructions)
        {
            output.Add((byte)instruction.ProgramIndex);
            WriteBytes(output, instruction.AccountIndexes);
            WriteBytes(output, instruction.Data);
        }

        if (Version is not null)
        {
            WriteLookups(output);
        }

        return [.. output];
    }

    /// <summary>Reads a message; false for anything a validator would not accept as one.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out SolanaMessage message, out string problem)
    {
        var reader = new WireReader(bytes);
        message = Read(ref reader);
        problem = reader.Problem ?? (reader.IsAtEnd ? string.Empty : "bytes follow the message");
        problem = problem.Length == 0 ? message.FindViolation() ?? string.Empty : problem;
        return problem.Length == 0;
    }

    private static SolanaMessage Read(ref WireReader reader)
    {
        int? version = null;
        var first = reader.Byte();
        if ((first & VersionFlag) != 0)
        {
            version = first & ~VersionFlag;
            if (version != 0)
            {
                reader.Fail($"message version {version} is not supported");
            }

            first = reader.Byte();
        }

        var readOnlySigners = reader.Byte();
        var readOnlyOthers = reader.Byte();
        var keys = reader.Keys();
        var blockhash = reader.Key();
        var instructions = new List<CompiledInstruction>();
        for (var count = reader.Length(); count > 0 && reader.Problem is null; count--)
        {
            instructions.Add(new CompiledInstruction(reader.Byte(), reader.Bytes(), reader.Bytes()));
        }

        var lookups = new List<AddressTableLookup>();
        for (var count = version is null ? 0 : reader.Length(); count > 0 && reader.Problem is null; count--)
        {
            lookups.Add(new AddressTableLookup(reader.Key(), reader.Bytes(), reader.Bytes()));
        }

        return new SolanaMessage(
            version, first, readOnlySigners, readOnlyOthers, keys, blockhash, instructions, lookups);
    }

    private static void WriteBytes(List<byte> output, byte[] bytes)
    {
        CompactU16.Write(output, bytes.Length);
        output.AddRange(bytes);
    }

    private void WriteLookups(List<byte> output)
    {
        CompactU16.Write(output, Lookups.Count);
        foreach (var lookup in Lookups)
        {
            output.AddRange(lookup.Table.ToArray());
            WriteBytes(output, lookup.WritableIndexes);
            WriteBytes(output, lookup.ReadOnlyIndexes);
        }
    }

    private string? FindViolation()
    {
        if (SignerCount + ReadOnlyOtherCount > Keys.Count)
        {
            return "the header counts more accounts than there are";
        }

        if (ReadOnlySignerCount >= SignerCount)
        {
            return "the fee payer is not a writable signer";
        }

        if (Keys.Distinct().Count() != Keys.Count)
        {
            return "an account key appears twice";
        }

        if (Lookups.Any(lookup => lookup.WritableIndexes.Length + lookup.ReadOnlyIndexes.Length == 0))
        {
            return "a lookup table lends no account";
        }

        var borrowed = Lookups.Sum(lookup => lookup.WritableIndexes.Length + lookup.ReadOnlyIndexes.Length);
        if (Keys.Count + borrowed > AccountsMax)
        {
            return $"it names {Keys.Count + borrowed} accounts, more than {AccountsMax}";
        }

        foreach (var instruction in Instructions)
        {
            if (instruction.ProgramIndex == 0 || instruction.ProgramIndex >= Keys.Count)
            {
                return "an instruction's program is the fee payer or not among the accounts";
            }

            if (instruction.AccountIndexes.Any(index => index >= Keys.Count + borrowed))
            {
                return "an instruction names an account that is not there";
            }
        }

        return null;
    }
}
