using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class TransactionVectorTests
{
    /// <summary>
    /// Vectors whose instructions we have no builder for, each with its reason. They are still compiled, decoded and
    /// verified from the recorded instructions.
    /// </summary>
    private static readonly Dictionary<string, string> WithoutBuilder = new()
    {
        ["sol transfer + 2 references + memo (Solana Pay) legacy"] = "we never pay with reference keys",
        ["usdt, fee payer pays, reference keys legacy"] = "we never pay with reference keys",
    };

    [Fact]
    public void Every_legacy_transaction_compiles_and_signs_to_the_recorded_bytes()
    {
        var transactions = Vectors.Transactions("legacy").ToList();
        Assert.Equal(19, transactions.Count);
        foreach (var one in transactions)
        {
            var message = LegacyMessageCompiler.Compile(
                one.Key("fee_payer"), one.Key("recent_blockhash"), ReadInstructions(one));
            AssertIsRecorded(one, message);
        }
    }

    [Fact]
    public void Every_version_0_transaction_without_lookup_tables_compiles_and_signs_to_the_recorded_bytes()
    {
        var transactions = Vectors.Transactions("v0")
            .Where(one => one.GetProperty("address_table_lookups").GetArrayLength() == 0)
            .ToList();
        Assert.Equal(19, transactions.Count);
        foreach (var one in transactions)
        {
            var message = Version0MessageCompiler.Compile(
                one.Key("fee_payer"), one.Key("recent_blockhash"), ReadInstructions(one));
            AssertIsRecorded(one, message);
        }
    }

    [Fact]
    public void Our_own_builders_give_the_recorded_instructions()
    {
        var built = 0;
        foreach (var one in Vectors.Transactions("legacy"))
        {
            if (WithoutBuilder.ContainsKey(one.Text("label")))
            {
                continue;
            }

            var message = LegacyMessageCompiler.Compile(one.Key("fee_payer"), one.Key("recent_blockhash"), Build(one));
            AssertIsRecorded(one, message);
            built++;
        }

        Assert.Equal(19 - WithoutBuilder.Count, built);
    }

    [Fact]
    public void The_recorded_nonce_account_and_mint_are_read_and_written()
    {
        var data = Vectors.All.GetProperty("account_data");
        var recorded = data.GetProperty("nonce_account");
        var bytes = Convert.FromBase64String(recorded.Text("base64"));
        Assert.True(NonceAccount.TryDecode(bytes, out var nonce));
        Assert.Equal(recorded.Key("authority"), nonce.Authority);
        Assert.Equal(recorded.Key("nonce"), nonce.Nonce);
        Assert.Equal(recorded.GetProperty("lamports_per_signature").GetUInt64(), nonce.LamportsPerSignature);
        Assert.Equal(bytes, nonce.Encode());
        Assert.False(NonceAccount.TryDecode(bytes.AsSpan(0, bytes.Length - 1), out _));
        Assert.False(NonceAccount.TryDecode(new byte[NonceAccount.Bytes], out _));
        Assert.False(NonceAccount.TryDecode([0, .. bytes[1..]], out _));

        var recordedMint = data.GetProperty("mint");
        var mintBytes = Convert.FromBase64String(recordedMint.Text("base64"));
        Assert.True(MintAccount.TryDecode(mintBytes, out var mint));
        Assert.Equal(recordedMint.Key("mint_authority"), mint.Authority);
        Assert.Equal(recordedMint.Text("supply"), $"{mint.Supply}");
        Assert.Equal(recordedMint.GetProperty("decimals").GetByte(), mint.Decimals);
        Assert.Null(mint.FreezeAuthority);
        Assert.Empty(mint.Extensions);
        Assert.Equal(mintBytes, mint.Encode());
    }

    [Fact]
    public void Every_version_0_transaction_is_decoded_verified_and_encoded_again()
    {
        var transactions = Vectors.Transactions("v0").ToList();
        Assert.Equal(20, transactions.Count);
        foreach (var one in transactions)
        {
            var bytes = Convert.FromBase64String(one.Text("transaction_base64"));
            Assert.True(SolanaTransaction.TryDecode(bytes, out var transaction, out var problem), problem);
            Assert.Equal(0, transaction.Message.Version);
            AssertDecodes(one, transaction);
            Assert.Equal(transaction.MessageBytes, transaction.Message.Encode());
            var lookups = one.GetProperty("address_table_lookups").EnumerateArray().ToList();
            Assert.Equal(lookups.Count, transaction.Message.Lookups.Count);
            foreach (var (recorded, decoded) in lookups.Zip(transaction.Message.Lookups))
            {
                Assert.Equal(recorded.Key("account"), decoded.Table);
                Assert.Equal(Numbers(recorded, "writable"), decoded.WritableIndexes);
                Assert.Equal(Numbers(recorded, "readonly"), decoded.ReadOnlyIndexes);
            }
        }
    }

    [Fact]
    public void Broken_transactions_are_refused()
    {
        var cases = Vectors.All.GetProperty("bad_transactions").EnumerateArray().ToList();
        Assert.Equal(3, cases.Count);
        foreach (var one in cases)
        {
            var bytes = Convert.FromBase64String(one.Text("transaction_base64"));
            var decoded = SolanaTransaction.TryDecode(bytes, out var transaction, out _);
            Assert.Equal(one.Text("expected") == "signature invalid", decoded);
            Assert.False(decoded && transaction.VerifySignatures(), one.Text("label"));
        }
    }

    [Fact]
    public void A_transaction_cut_anywhere_or_with_bytes_after_it_is_refused()
    {
        foreach (var one in Vectors.All.GetProperty("transactions").EnumerateArray())
        {
            var bytes = Convert.FromBase64String(one.Text("transaction_base64"));
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(SolanaTransaction.TryDecode(bytes.AsSpan(0, length), out _, out _));
            }

            Assert.False(SolanaTransaction.TryDecode([.. bytes, 0], out _, out _));
        }
    }

    [Fact]
    public void Messages_that_break_the_rules_of_their_header_are_refused()
    {
        var one = Vectors.Transactions("legacy").First();
        var good = Convert.FromBase64String(one.Text("message_base64"));
        Assert.True(SolanaMessage.TryDecode(good, out var message, out _));

        Assert.Contains("fee payer", Refused(message with { ReadOnlySignerCount = 1 }), StringComparison.Ordinal);
        Assert.Contains("counts more", Refused(message with { ReadOnlyOtherCount = 3 }), StringComparison.Ordinal);
        Assert.Contains(
            "twice",
            Refused(message with { Keys = [message.Keys[0], message.Keys[0], message.Keys[2]] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "program",
            Refused(message with { Instructions = [new CompiledInstruction(0, [], [])] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "not there",
            Refused(message with { Instructions = [new CompiledInstruction(2, [3], [])] }),
            StringComparison.Ordinal);
        var lookup = new AddressTableLookup(message.Keys[0], [], []);
        Assert.Contains(
            "lends no account",
            Refused(message with { Version = 0, Lookups = [lookup] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "more than 256",
            Refused(message with { Version = 0, Lookups = [lookup with { WritableIndexes = new byte[254] }] }),
            StringComparison.Ordinal);
        Assert.False(SolanaMessage.TryDecode([0x81, .. good], out _, out var version));
        Assert.Contains("version 1", version, StringComparison.Ordinal);
    }

    private static string Refused(SolanaMessage message)
    {
        Assert.False(SolanaMessage.TryDecode(message.Encode(), out _, out var problem));
        return problem;
    }

    private static void AssertIsRecorded(JsonElement one, SolanaMessage message)
    {
        var label = one.Text("label");
        var bytes = message.Encode();
        Assert.True(one.Text("message_base64") == Convert.ToBase64String(bytes), label);
        var signatures = one.GetProperty("signers").EnumerateArray()
            .ToDictionary(
                signer => signer.Key("address"),
                signer => Ed25519.Sign(Vectors.SeedOf(signer.Text("name")), bytes));
        var transaction = new SolanaTransaction(
            [.. message.Keys.Take(message.SignerCount).Select(key => signatures[key])], message, bytes);

        Assert.Equal(one.Text("transaction_base64"), Convert.ToBase64String(transaction.Encode()));
        Assert.Equal(one.Text("transaction_base58"), Base58.Encode(transaction.Encode()));
        Assert.Equal(one.Text("transaction_id"), transaction.Id);
        Assert.Equal(one.GetProperty("size").GetInt32(), transaction.Encode().Length);
        Assert.True(SolanaTransaction.TryDecode(transaction.Encode(), out var decoded, out var problem), problem);
        AssertDecodes(one, decoded);
    }

    private static void AssertDecodes(JsonElement one, SolanaTransaction transaction)
    {
        var message = transaction.Message;
        var header = one.GetProperty("header");
        Assert.True(transaction.VerifySignatures());
        Assert.Equal(one.Texts("signatures"), transaction.Signatures.Select(signature => Base58.Encode(signature)));
        Assert.Equal(header.GetProperty("numRequiredSignatures").GetInt32(), message.SignerCount);
        Assert.Equal(header.GetProperty("numReadonlySignedAccounts").GetInt32(), message.ReadOnlySignerCount);
        Assert.Equal(header.GetProperty("numReadonlyUnsignedAccounts").GetInt32(), message.ReadOnlyOtherCount);
        Assert.Equal(one.Texts("account_keys"), message.Keys.Select(key => key.ToString()));
        Assert.Equal(one.Text("recent_blockhash"), message.Blockhash.ToString());
        var recorded = ReadInstructions(one);
        Assert.Equal(recorded.Count, message.Instructions.Count);
        foreach (var (expected, actual) in recorded.Zip(message.Instructions))
        {
            Assert.Equal(expected.Program, message.Keys[actual.ProgramIndex]);
            Assert.Equal(expected.Data, actual.Data);
            Assert.Equal(expected.Accounts.Count, actual.AccountIndexes.Length);
        }
    }

    private static byte[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetByte())];

    private static List<SolanaInstruction> ReadInstructions(JsonElement one) =>
        one.GetProperty("instructions").EnumerateArray().Select(instruction => new SolanaInstruction(
            instruction.Key("program_id"),
            [
                .. instruction.GetProperty("accounts").EnumerateArray().Select(account => new SolanaAccountMeta(
                    account.Key("pubkey"),
                    account.GetProperty("signer").GetBoolean(),
                    account.GetProperty("writable").GetBoolean())),
            ],
            instruction.Hex("data_hex"))).ToList();

    private static List<SolanaInstruction> Build(JsonElement one)
    {
        var parameters = one.GetProperty("params");
        var payer = one.Key("fee_payer");
        if (parameters.TryGetProperty("mint", out _))
        {
            return BuildTokenTransfer(one, parameters);
        }

        if (parameters.TryGetProperty("nonce_account", out _))
        {
            return BuildWithNonce(one, parameters);
        }

        if (parameters.TryGetProperty("space", out var space))
        {
            var (nonce, authority) = (Vectors.KeyOf("nonce"), Vectors.KeyOf("nonceAuth"));
            return
            [
                SolanaInstructions.CreateAccount(
                    payer, nonce, ulong.Parse(parameters.Text("lamports")), space.GetUInt64(), SolanaPrograms.System),
                SolanaInstructions.InitializeNonce(nonce, authority),
            ];
        }

        var from = parameters.TryGetProperty("from", out _) ? parameters.Key("from") : payer;
        var to = parameters.TryGetProperty("to", out _) ? parameters.Key("to") : payer;
        return [SolanaInstructions.Transfer(from, to, ulong.Parse(parameters.Text("lamports")))];
    }

    private static List<SolanaInstruction> BuildWithNonce(JsonElement one, JsonElement parameters)
    {
        var payer = one.Key("fee_payer");
        var advance = SolanaInstructions.AdvanceNonce(
            parameters.Key("nonce_account"), parameters.Key("nonce_authority"));
        Assert.Equal(parameters.Text("nonce_value"), one.Text("recent_blockhash"));
        if (parameters.TryGetProperty("lamports", out var lamports))
        {
            return
            [
                advance, SolanaInstructions.Transfer(payer, Vectors.KeyOf("bob"), ulong.Parse(lamports.GetString()!)),
            ];
        }

        var usdc = SolanaKey.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
        return
        [
            advance,
            SolanaInstructions.ComputeUnitLimit(100_000),
            SolanaInstructions.ComputeUnitPrice(500),
            SolanaInstructions.TransferChecked(
                SolanaPrograms.Token,
                SolanaAccounts.AssociatedToken(payer, usdc, SolanaPrograms.Token),
                usdc,
                SolanaAccounts.AssociatedToken(Vectors.KeyOf("bob"), usdc, SolanaPrograms.Token),
                payer,
                ulong.Parse(parameters.Text("amount_base_units")),
                6),
            SolanaInstructions.Memo("nonce"),
        ];
    }

    private static List<SolanaInstruction> BuildTokenTransfer(JsonElement one, JsonElement parameters)
    {
        var (owner, mint, program) = (parameters.Key("owner"), parameters.Key("mint"), parameters.Key("token_program"));
        var destinationOwner = parameters.Key("destination_owner");
        var decimals = parameters.GetProperty("decimals").GetByte();
        var source = SolanaAccounts.AssociatedToken(owner, mint, program);
        List<SolanaInstruction> built =
        [
            SolanaInstructions.ComputeUnitLimit(parameters.GetProperty("compute_unit_limit").GetUInt32()),
            SolanaInstructions.ComputeUnitPrice(ulong.Parse(parameters.Text("compute_unit_price_micro_lamports"))),
        ];
        if (parameters.GetProperty("create_ata_idempotent").GetBoolean())
        {
            built.Add(SolanaInstructions.CreateAssociatedTokenIdempotent(
                one.Key("fee_payer"), destinationOwner, mint, program));
        }

        built.Add(SolanaInstructions.TransferChecked(
            program,
            source,
            mint,
            SolanaAccounts.AssociatedToken(destinationOwner, mint, program),
            owner,
            ulong.Parse(parameters.Text("amount_base_units")),
            decimals));
        var fee = parameters.GetProperty("fee_transfer");
        if (fee.ValueKind == JsonValueKind.Object)
        {
            built.Add(SolanaInstructions.TransferChecked(
                program,
                source,
                mint,
                fee.Key("destination"),
                owner,
                ulong.Parse(fee.Text("amount_base_units")),
                decimals));
        }

        if (parameters.GetProperty("memo").GetString() is { } memo)
        {
            built.Add(one.Text("label").Contains("signed by payer", StringComparison.Ordinal)
                ? SolanaInstructions.Memo(memo, one.Key("fee_payer"))
                : SolanaInstructions.Memo(memo));
        }

        return built;
    }
}
