using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana.History;

public sealed class MovementReaderTests
{
    private const string SolAsset = "sol";

    private static readonly SolanaKey Wallet = KeyOf("wallet");
    private static readonly SolanaKey Payer = KeyOf("payer");
    private static readonly SolanaKey Mint = KeyOf("mint");
    private static readonly SolanaAsset Token = new("token", Mint, SolanaPrograms.Token, 6, 165);
    private static readonly SolanaAsset FeeToken = new("fee-token", KeyOf("mint2"), SolanaPrograms.Token2022, 2, 182);
    private static readonly SolanaKey Account = Token.AccountOf(Wallet);
    private static readonly SolanaKey PayerAccount = Token.AccountOf(Payer);

    [Fact]
    public void Several_payments_in_one_transaction_are_several_movements()
    {
        var record = Record(
            [
                SolanaInstructions.Transfer(Payer, Wallet, 5),
                SolanaInstructions.Transfer(Payer, Wallet, 7),
                TransferTokens(PayerAccount, Account, Payer, 9),
            ],
            lamports: [(Wallet, 100, 112), (Payer, 1000, 983)],
            tokens: [(Account, Wallet, 0, 9), (PayerAccount, Payer, 9, 0)]);

        var movements = Read(record);

        Assert.Equal([(0, SolAsset, 5u), (1000, SolAsset, 7u), (2000, "token", 9u)], Summary(movements));
        Assert.All(movements, movement => Assert.Equal(Payer.ToString(), movement.From));
    }

    [Fact]
    public void Plain_token_transfers_count_like_checked_ones_and_a_delegates_counts_for_the_owner()
    {
        byte[] data = [TokenCode.Transfer, .. BitConverter.GetBytes(9UL)];
        var plain = new SolanaInstruction(
            SolanaPrograms.Token,
            [
                SolanaAccountMeta.Writable(PayerAccount),
                SolanaAccountMeta.Writable(Account),
                SolanaAccountMeta.Signer(KeyOf("delegate")),
            ],
            data);
        var record = Record([plain], tokens: [(Account, Wallet, 1, 10), (PayerAccount, Payer, 9, 0)]);

        var movement = Assert.Single(Read(record));

        Assert.Equal(Payer.ToString(), movement.From);
        Assert.Equal(new ChainAmount("token", 9), movement.Amount);
    }

    [Fact]
    public void An_account_closed_within_the_transaction_is_named_by_who_moved_its_tokens()
    {
        var temporary = KeyOf("temporary");
        var record = Record(
            [TransferTokens(temporary, Account, Payer, 9)], tokens: [(Account, Wallet, 0, 9)]);

        Assert.Equal(Payer.ToString(), Assert.Single(Read(record)).From);
    }

    [Fact]
    public void A_transfer_fee_kept_back_by_the_token_is_not_credited()
    {
        var account = FeeToken.AccountOf(Wallet);
        byte[] withFee =
        [
            TokenCode.TransferFeeExtension, TokenCode.TransferCheckedWithFee,
            .. BitConverter.GetBytes(1000UL), 2, .. BitConverter.GetBytes(10UL),
        ];
        var declared = new SolanaInstruction(
            SolanaPrograms.Token2022,
            [
                SolanaAccountMeta.Writable(KeyOf("source")),
                SolanaAccountMeta.ReadOnly(FeeToken.Mint),
                SolanaAccountMeta.Writable(account),
                SolanaAccountMeta.Signer(Payer),
            ],
            withFee);
        var hidden = SolanaInstructions.TransferChecked(
            SolanaPrograms.Token2022, KeyOf("source"), FeeToken.Mint, account, Payer, 1000, 2);
        foreach (var instruction in new[] { declared, hidden })
        {
            var record = Record([instruction], tokens: [(account, Wallet, 5, 995)]);
            Assert.Equal(new ChainAmount("fee-token", 990), Assert.Single(Read(record)).Amount);
        }
    }

    [Fact]
    public void Money_that_only_passed_through_or_went_to_oneself_is_not_income()
    {
        var through = Record(
            [SolanaInstructions.Transfer(Payer, Wallet, 50), SolanaInstructions.Transfer(Wallet, Payer, 50)],
            lamports: [(Wallet, 100, 100), (Payer, 1000, 995)]);
        var self = Record(
            [SolanaInstructions.Transfer(Wallet, Wallet, 50)], feePayer: Wallet, lamports: [(Wallet, 100, 95)]);

        Assert.Equal(
            [(MovementDirection.Outgoing, 50u), (MovementDirection.Incoming, 50u)],
            Read(through).Select(movement => (movement.Direction, (uint)movement.Amount!.Units)));
        var entry = Assert.Single(Read(self));
        Assert.Equal(MovementDirection.Outgoing, entry.Direction);
        Assert.Null(entry.Amount);
    }

    [Fact]
    public void What_the_wallet_spent_and_paid_in_fees_does_not_hide_what_it_got()
    {
        var record = Record(
            [SolanaInstructions.Transfer(Payer, Wallet, 30), SolanaInstructions.Transfer(Wallet, KeyOf("shop"), 100)],
            feePayer: Wallet,
            fee: 5,
            lamports: [(Wallet, 1000, 925)]);

        var movements = Read(record);

        Assert.Equal(2, movements.Count);
        Assert.Equal(KeyOf("shop").ToString(), movements[0].To);
        Assert.Equal(new ChainAmount(SolAsset, 100), movements[0].Amount);
        Assert.Equal(new ChainAmount(SolAsset, 30), movements[1].Amount);
    }

    [Fact]
    public void Credits_never_exceed_what_the_balance_grew_by()
    {
        var record = Record(
            [SolanaInstructions.Transfer(Payer, Wallet, 30), SolanaInstructions.Transfer(Payer, Wallet, 30)],
            lamports: [(Wallet, 100, 140)]);

        Assert.Equal([(0, SolAsset, 30u), (1000, SolAsset, 10u)], Summary(Read(record)));
    }

    [Fact]
    public void Payments_with_seed_and_by_account_creation_count()
    {
        byte[] withSeed = [11, 0, 0, 0, .. BitConverter.GetBytes(40UL), .. new byte[8], .. new byte[32]];
        byte[] created = [0, 0, 0, 0, .. BitConverter.GetBytes(60UL), .. new byte[8], .. new byte[32]];
        byte[] createdWithSeed =
        [
            3, 0, 0, 0, .. new byte[32], 2, 0, 0, 0, 0, 0, 0, 0, 65, 66,
            .. BitConverter.GetBytes(70UL), .. new byte[40],
        ];
        SolanaInstruction System(byte[] data, params SolanaKey[] accounts) =>
            new(SolanaPrograms.System, [.. accounts.Select(SolanaAccountMeta.Writable)], data);
        var record = Record(
            [
                System(withSeed, KeyOf("derived"), Payer, Wallet),
                System(created, Payer, Wallet),
                System(createdWithSeed, Payer, Wallet),
            ],
            lamports: [(Wallet, 0, 170)]);

        Assert.Equal([(0, SolAsset, 40u), (1000, SolAsset, 60u), (2000, SolAsset, 70u)], Summary(Read(record)));
    }

    [Fact]
    public void Instructions_that_are_cut_off_or_unknown_are_no_payments()
    {
        SolanaInstruction Odd(SolanaKey program, byte[] data) => new(
            program, [SolanaAccountMeta.Writable(PayerAccount), SolanaAccountMeta.Writable(Account)], data);
        var record = Record(
            [
                Odd(SolanaPrograms.Token, []),
                Odd(SolanaPrograms.Token, [TokenCode.Transfer, 1]),
                Odd(SolanaPrograms.System, [2, 0, 0, 0]),
                Odd(SolanaPrograms.System, [3, 0, 0, 0, .. new byte[32], .. Enumerable.Repeat((byte)255, 8)]),
                Odd(KeyOf("fake token program"), [TokenCode.Transfer, .. BitConverter.GetBytes(9UL)]),
            ],
            lamports: [(Wallet, 0, 500)],
            tokens: [(Account, Wallet, 0, 9)]);

        Assert.Empty(Read(record));
    }

    [Fact]
    public void Memos_are_read_from_both_memo_programs_and_never_from_logs()
    {
        var v1 = new SolanaInstruction(SolanaPrograms.MemoV1, [], "two"u8.ToArray());
        var pay = SolanaInstructions.Transfer(Payer, Wallet, 5);

        Assert.Equal(
            "one\ntwo",
            Assert.Single(Read(Record([SolanaInstructions.Memo("one"), v1, pay], lamports: [(Wallet, 0, 5)]))).Memo);
        Assert.Null(Assert.Single(Read(Record([pay], lamports: [(Wallet, 0, 5)]))).Memo);
    }

    [Fact]
    public void A_reference_of_ours_names_the_payment_and_a_foreign_one_does_not()
    {
        SolanaInstruction Pay(params SolanaKey[] references)
        {
            var plain = SolanaInstructions.Transfer(Payer, Wallet, 5);
            return plain with { Accounts = [.. plain.Accounts, .. references.Select(SolanaAccountMeta.ReadOnly)] };
        }

        var (one, two) = (SolanaReference.Of("q_1")!.Value, SolanaReference.Of("q_2")!.Value);
        Assert.Equal("q_1", MemoOf(Pay(one)));
        Assert.Equal("q_2", MemoOf(Pay(KeyOf("somebody's"), two, one)));
        Assert.Null(MemoOf(Pay(KeyOf("somebody's"))));
        Assert.Equal("wallet's own", MemoOf(Pay(KeyOf("somebody's")), "wallet's own"));
        Assert.Equal("q_1", MemoOf(Pay(one), "wallet's own"));

        var tokens = TransferTokens(PayerAccount, Account, Payer, 50);
        tokens = tokens with { Accounts = [.. tokens.Accounts, SolanaAccountMeta.ReadOnly(two)] };
        Assert.Equal(
            "q_2", Assert.Single(Read(Record([tokens], tokens: [(Account, Wallet, 0, 50)]))).Memo);

        string? MemoOf(SolanaInstruction pay, string? memo = null) => Assert.Single(Read(Record(
            memo is null ? [pay] : [SolanaInstructions.Memo(memo), pay], lamports: [(Wallet, 0, 5)]))).Memo;
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("q", true)]
    [InlineData("q_0123456789abcdefghijklmnop", true)]
    [InlineData("q_0123456789abcdefghijklmnopq", false)]
    [InlineData("q é", false)]
    [InlineData("two words", false)]
    public void References_hold_short_printable_memos(string memo, bool fits)
    {
        var reference = SolanaReference.Of(memo);

        Assert.Equal(fits, reference is not null);
        Assert.Equal(fits ? memo : null, SolanaReference.ReadMemo(reference is { } key ? [KeyOf("x"), key] : []));
    }

    [Fact]
    public void Keys_that_only_look_like_references_are_none()
    {
        var good = SolanaReference.Of("q_1")!.Value.ToArray();
        byte[] Changed(int index, byte value)
        {
            var bytes = (byte[])good.Clone();
            bytes[index] = value;
            return bytes;
        }

        byte[][] broken =
        [
            Changed(0, 0), Changed(3, 0), Changed(3, 2), Changed(3, 4), Changed(3, 29), Changed(4, 7), Changed(31, 1),
        ];
        Assert.All(broken, bytes => Assert.Null(SolanaReference.ReadMemo([new SolanaKey(bytes)])));
    }

    [Fact]
    public void Transfers_in_a_token_programs_batch_are_payments_with_places_of_their_own()
    {
        byte[] Item(byte accounts, byte[] data) => [accounts, (byte)data.Length, .. data];
        byte[] transfer = [TokenCode.Transfer, .. BitConverter.GetBytes(30UL)];
        byte[] checkedTransfer = [TokenCode.TransferChecked, .. BitConverter.GetBytes(20UL), 6];
        SolanaInstruction Batch(params byte[] items) => new(
            SolanaPrograms.Token,
            [
                SolanaAccountMeta.Writable(PayerAccount), SolanaAccountMeta.Writable(Account),
                SolanaAccountMeta.Signer(Payer),
                SolanaAccountMeta.Writable(PayerAccount), SolanaAccountMeta.ReadOnly(Mint),
                SolanaAccountMeta.Writable(Account), SolanaAccountMeta.Signer(Payer),
            ],
            [TokenCode.Batch, .. items]);
        var whole = Batch([.. Item(3, transfer), .. Item(4, checkedTransfer)]);
        var single = TransferTokens(PayerAccount, Account, Payer, 5);

        Assert.Equal(
            [(1000, "token", 5u), (1_000_000, "token", 30u), (2_000_000, "token", 20u)],
            Summary(Read(Record([whole, single], tokens: [(Account, Wallet, 0, 55)]))));
        SolanaInstruction[] cutOff = [Batch(3), Batch(3, 9, 3), Batch([.. Item(8, transfer)]), Batch(255, 255)];
        Assert.All(cutOff, batch => Assert.Empty(Read(Record([batch], tokens: [(Account, Wallet, 0, 55)]))));
    }

    private static SolanaKey KeyOf(string name) => new(Ed25519.PublicKeyFromSeed(Vectors.SeedOf(name)));

    private static SolanaInstruction TransferTokens(SolanaKey from, SolanaKey to, SolanaKey authority, ulong units) =>
        SolanaInstructions.TransferChecked(SolanaPrograms.Token, from, Mint, to, authority, units, 6);

    private static IReadOnlyList<Movement> Read(TransactionRecord record) => new MovementReader(
        Wallet, SolAsset, [(Token, Account), (FeeToken, FeeToken.AccountOf(Wallet))]).Read(record);

    private static IEnumerable<(int Index, string Asset, uint Units)> Summary(IReadOnlyList<Movement> movements) =>
        movements.Select(movement => (movement.Index, movement.Amount!.Asset, (uint)movement.Amount.Units));

    private static TransactionRecord Record(
        IReadOnlyList<SolanaInstruction> instructions,
        SolanaKey? feePayer = null,
        ulong fee = 5,
        (SolanaKey Key, ulong Before, ulong After)[]? lamports = null,
        (SolanaKey Key, SolanaKey Owner, ulong Before, ulong After)[]? tokens = null)
    {
        var message = LegacyMessageCompiler.Compile(feePayer ?? Payer, KeyOf("blockhash"), instructions);
        var balances = (lamports ?? []).ToDictionary(one => one.Key);
        List<TokenBalance> Holdings(Func<(SolanaKey, SolanaKey, ulong Before, ulong After), ulong> pick) =>
            (tokens ?? []).Select(one => new TokenBalance(one.Key, Mint, one.Owner, pick(one))).ToList();
        return new TransactionRecord(
            new SolanaTransaction([new byte[64]], message, message.Encode()),
            7,
            DateTimeOffset.UnixEpoch,
            Error: null,
            fee,
            message.Keys,
            [.. message.Keys.Select(key => balances.TryGetValue(key, out var balance) ? balance.Before : 0)],
            [.. message.Keys.Select(key => balances.TryGetValue(key, out var balance) ? balance.After : 0)],
            Holdings(one => one.Before),
            Holdings(one => one.After),
            [
                .. instructions.Select((instruction, index) => new ExecutedInstruction(
                    index * TransactionRecord.PlacesPerInstruction,
                    instruction.Program,
                    [.. instruction.Accounts.Select(account => account.Key)],
                    instruction.Data)),
            ]);
    }
}
