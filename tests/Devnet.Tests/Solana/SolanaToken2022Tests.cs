using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

/// <summary>Tokens whose mints and accounts have extensions: paid exactly, or refused with the reason.</summary>
public sealed class SolanaToken2022Tests
{
    private const byte Decimals = 6;
    private const ulong Paid = 5_000_000;

    /// <summary>The fee extension with its header.</summary>
    private const int FeeBytes = 112;

    [Fact]
    public async Task A_plain_token_of_the_new_program_is_paid_like_any_other()
    {
        using var bench = await OpenAsync([]);
        var check = await CheckAsync(bench);
        Assert.Equal((RecipientVerdict.Payable, RentOf(170)), (check.Verdict, check.AccountCreationUnits));
        Assert.Null(await bench.Chain.CheckNetworkAsync());

        var signed = await PayAsync(bench);

        Assert.Equal(TokenCode.TransferChecked, TransferOf(signed)[0]);
        Assert.Equal(Paid, await bench.BalanceAsync("payee", Asset(bench)));
        var movement = (await bench.HistoryAsync("payee"))[^1];
        Assert.Equal(new ChainAmount(Asset(bench), Paid), movement.Amount);
        Assert.Equal((RecipientVerdict.Payable, (UInt128)0), Verdict(await CheckAsync(bench)));
    }

    [Fact]
    public async Task A_mint_that_could_keep_a_fee_but_keeps_none_is_paid_exactly_and_its_larger_account_priced_in()
    {
        using var bench = await OpenAsync([FeeExtension(basisPoints: 0, most: 0)], FeeBytes);
        var solBefore = await bench.BalanceAsync("payer", SolAsset);
        var check = await CheckAsync(bench);
        Assert.Equal((RecipientVerdict.Payable, RentOf(182)), Verdict(check));

        var signed = await PayAsync(bench);

        Assert.Equal([TokenCode.TransferFeeExtension, TokenCode.TransferCheckedWithFee], TransferOf(signed)[..2]);
        Assert.Equal(Paid, await bench.BalanceAsync("payee", Asset(bench)));
        Assert.Equal(
            solBefore - signed.FeeUnitsMax - check.AccountCreationUnits, await bench.BalanceAsync("payer", SolAsset));
    }

    [Fact]
    public async Task A_mint_that_keeps_a_fee_is_refused_and_a_transfer_signed_all_the_same_pays_nobody()
    {
        using var bench = await OpenAsync([FeeExtension(basisPoints: 50, most: 1_000_000)], FeeBytes);
        var check = await CheckAsync(bench);
        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Contains("keeps back 50 hundredths", check.Problem, StringComparison.Ordinal);

        var signed = await SignAsync(bench);
        var refused = await bench.Chain.SubmitAsync(signed);
        Assert.Contains("keeps back a transfer fee", refused.Detail, StringComparison.Ordinal);
        await bench.CallAsync(
            "sendTransaction",
            Convert.ToBase64String(signed.Bytes),
            new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        bench.Settle();
        Assert.Equal(TransferFate.Failed, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
        Assert.Equal((UInt128)0, await bench.BalanceAsync("payee", Asset(bench)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_that_a_fee_was_kept_back_of_counts_for_what_arrived(bool isFeeNamed)
    {
        using var bench = await OpenAsync([FeeExtension(basisPoints: 50, most: 1_000_000)], FeeBytes);
        var mint = bench.KeyOf("mint");
        var (from, to) = (AccountOf(bench, "payer"), AccountOf(bench, "payee"));
        await bench.SendAsync(
            ["payer"],
            SolanaInstructions.CreateAssociatedTokenIdempotent(
                bench.KeyOf("payer"), bench.KeyOf("payee"), mint, SolanaPrograms.Token2022),
            isFeeNamed
                ? SolanaInstructions.TransferCheckedWithFee(
                    from, mint, to, bench.KeyOf("payer"), Paid, Decimals, fee: 25_000)
                : SolanaInstructions.TransferChecked(
                    SolanaPrograms.Token2022, from, mint, to, bench.KeyOf("payer"), Paid, Decimals));
        bench.Settle();

        var movement = (await bench.HistoryAsync("payee"))[^1];

        Assert.Equal(new ChainAmount(Asset(bench), Paid - 25_000), movement.Amount);
        Assert.Equal(Paid - 25_000, await bench.BalanceAsync("payee", Asset(bench)));
    }

    [Fact]
    public async Task A_recipient_who_asks_for_memos_is_told_apart_and_paid_with_one()
    {
        using var bench = await OpenAsync([]);
        await PayAsync(bench);
        await bench.SendAsync(["payee"], Reallocate(bench, "payee"), RequireMemo(bench, "payee"));
        bench.Settle();

        Assert.Equal(RecipientVerdict.MemoRequired, (await CheckAsync(bench)).Verdict);
        await PayAsync(bench, memo: "deposit 77");
        Assert.Equal(2 * Paid, await bench.BalanceAsync("payee", Asset(bench)));
        var silent = await bench.Chain.SubmitAsync(await SignAsync(bench, memo: null));
        Assert.Contains("with a memo only", silent.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_accounts_that_begin_frozen_are_refused_until_the_issuer_thaws_them()
    {
        using var bench = await OpenAsync([[28, 0, 2]], bytes: 5, freezer: "issuer");
        var check = await CheckAsync(bench);
        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Contains("freezes new ones", check.Problem, StringComparison.Ordinal);

        await bench.SendAsync(["payee"], SolanaInstructions.CreateAssociatedTokenIdempotent(
            bench.KeyOf("payee"), bench.KeyOf("payee"), bench.KeyOf("mint"), SolanaPrograms.Token2022));
        bench.Settle();
        Assert.Contains("frozen", (await CheckAsync(bench)).Problem, StringComparison.Ordinal);
        Assert.Contains(
            "frozen by the token's issuer",
            (await bench.Chain.SubmitAsync(await SignAsync(bench))).Detail,
            StringComparison.Ordinal);

        await bench.SendAsync(["issuer"], Thaw(bench, "payee"));
        bench.Settle();
        Assert.Equal(RecipientVerdict.Payable, (await CheckAsync(bench)).Verdict);
        await PayAsync(bench);
        Assert.Equal(Paid, await bench.BalanceAsync("payee", Asset(bench)));
    }

    [Fact]
    public async Task Hooks_and_pauses_are_refused_and_a_pause_ends()
    {
        byte[] hook = [36, 0, .. new byte[32], .. SolanaPrograms.Memo.ToArray()];
        using var hooked = await OpenAsync([hook], bytes: 68);
        var check = await CheckAsync(hooked);
        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Contains(SolanaPrograms.Memo.ToString(), check.Problem, StringComparison.Ordinal);
        Assert.Null(await hooked.Chain.CheckNetworkAsync());

        using var idle = await OpenAsync([[36, 0, .. new byte[64]]], bytes: 68);
        Assert.Equal((RecipientVerdict.Payable, RentOf(175)), Verdict(await CheckAsync(idle)));
        await PayAsync(idle);

        using var paused = new SolanaBench(options: TokenOptions());
        await MintAsync(paused, [[44, 0, .. paused.KeyOf("issuer").ToArray()]], bytes: 37, freezer: null);
        await SetPausedAsync(paused, isPaused: true);
        Assert.Contains("paused", (await CheckAsync(paused)).Problem, StringComparison.Ordinal);
        Assert.Contains(
            "paused", (await paused.Chain.SubmitAsync(await SignAsync(paused))).Detail, StringComparison.Ordinal);
        await SetPausedAsync(paused, isPaused: false);
        Assert.Equal((RecipientVerdict.Payable, RentOf(174)), Verdict(await CheckAsync(paused)));
        await PayAsync(paused);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_used_at_all_stop_the_start_with_the_reason()
    {
        using var bound = await OpenAsync([[32]], bytes: 4, mints: false);
        Assert.Contains("NonTransferable", await bound.Chain.CheckNetworkAsync(), StringComparison.Ordinal);
        Assert.Equal(RecipientVerdict.AssetNotAccepted, (await CheckAsync(bound)).Verdict);

        using var plain = await OpenAsync([]);
        SolanaToken Token(int decimals, SolanaTokenProgram program, string name) =>
            new() { Mint = plain.AddressOf(name), Decimals = decimals, Program = program };
        (SolanaToken Token, string Problem)[] wrong =
        [
            (Token(9, SolanaTokenProgram.Token2022, "mint"), "has 6 decimals, but 9 are configured"),
            (Token(6, SolanaTokenProgram.Token, "mint"), "belongs to the program TokenzQ"),
            (Token(6, SolanaTokenProgram.Token2022, "nothing"), "there is no mint"),
            (Token(6, SolanaTokenProgram.Token2022, "payer"), "belongs to the program 1111"),
        ];
        foreach (var (token, problem) in wrong)
        {
            var chain = SolanaExtensions.CreateChain(new SolanaOptions { Tokens = [token] }, plain.Devnet);
            Assert.Contains(problem, await chain.CheckNetworkAsync(), StringComparison.Ordinal);
        }
    }

    private static byte[] FeeExtension(ushort basisPoints, ulong most) =>
        [26, 0, 0, 0, .. BitConverter.GetBytes(basisPoints), .. BitConverter.GetBytes(most)];

    private static SolanaOptions TokenOptions()
    {
        using var names = new SolanaBench();
        return new SolanaOptions
        {
            Tokens =
            [
                new SolanaToken
                {
                    Mint = names.AddressOf("mint"), Decimals = Decimals, Program = SolanaTokenProgram.Token2022,
                },
            ],
        };
    }

    private static async Task<SolanaBench> OpenAsync(
        byte[][] extensions, int bytes = 0, string? freezer = null, bool mints = true)
    {
        var bench = new SolanaBench(options: TokenOptions());
        await MintAsync(bench, extensions, bytes, freezer, mints);
        return bench;
    }

    /// <summary>Makes the mint, and gives the payer tokens.</summary>
    private static async Task MintAsync(
        SolanaBench bench, byte[][] extensions, int bytes, string? freezer, bool mints = true)
    {
        foreach (var name in new[] { "payer", "payee", "issuer" })
        {
            await bench.FundAsync(name, Sol);
        }

        var (issuer, mint) = (bench.KeyOf("issuer"), bench.KeyOf("mint"));
        var size = bytes == 0 ? MintAccount.BaseBytes : TokenExtensions.FirstOffset + bytes;
        SolanaInstruction OnMint(byte[] data) => new(
            SolanaPrograms.Token2022, [SolanaAccountMeta.Writable(mint)], data);
        byte[] freezing = freezer is null ? [0] : [1, .. bench.KeyOf(freezer).ToArray()];
        await bench.SendAsync(
            ["issuer", "mint"],
            [
                SolanaInstructions.CreateAccount(
                    issuer, mint, (ulong)RentOf(size), (ulong)size, SolanaPrograms.Token2022),
                .. extensions.Select(OnMint),
                OnMint([20, Decimals, .. issuer.ToArray(), .. freezing]),
            ]);
        if (mints)
        {
            SolanaInstruction[] thawing = freezer is null ? [] : [Thaw(bench, "payer")];
            var minting = new SolanaInstruction(
                SolanaPrograms.Token2022,
                [
                    SolanaAccountMeta.Writable(mint),
                    SolanaAccountMeta.Writable(AccountOf(bench, "payer")),
                    SolanaAccountMeta.Signer(issuer),
                ],
                [TokenCode.MintTo, .. BitConverter.GetBytes(10 * Paid)]);
            await bench.SendAsync(
                ["issuer"],
                [
                    SolanaInstructions.CreateAssociatedTokenIdempotent(
                        issuer, bench.KeyOf("payer"), mint, SolanaPrograms.Token2022),
                    .. thawing,
                    minting,
                ]);
        }

        bench.Settle();
    }

    private static SolanaInstruction Thaw(SolanaBench bench, string holder) => new(
        SolanaPrograms.Token2022,
        [
            SolanaAccountMeta.Writable(AccountOf(bench, holder)),
            SolanaAccountMeta.ReadOnly(bench.KeyOf("mint")),
            SolanaAccountMeta.Signer(bench.KeyOf("issuer")),
        ],
        [11]);

    private static SolanaInstruction Reallocate(SolanaBench bench, string holder) => new(
        SolanaPrograms.Token2022,
        [
            SolanaAccountMeta.Writable(AccountOf(bench, holder)),
            SolanaAccountMeta.WritableSigner(bench.KeyOf(holder)),
            SolanaAccountMeta.ReadOnly(SolanaPrograms.System),
            SolanaAccountMeta.Signer(bench.KeyOf(holder)),
        ],
        [29, (byte)TokenExtension.MemoTransfer, 0]);

    private static SolanaInstruction RequireMemo(SolanaBench bench, string holder) => new(
        SolanaPrograms.Token2022,
        [SolanaAccountMeta.Writable(AccountOf(bench, holder)), SolanaAccountMeta.Signer(bench.KeyOf(holder))],
        [30, 0]);

    private static async Task SetPausedAsync(SolanaBench bench, bool isPaused)
    {
        await bench.SendAsync(["issuer"], new SolanaInstruction(
            SolanaPrograms.Token2022,
            [SolanaAccountMeta.Writable(bench.KeyOf("mint")), SolanaAccountMeta.Signer(bench.KeyOf("issuer"))],
            [44, (byte)(isPaused ? 1 : 2)]));
        bench.Settle();
    }

    private static string Asset(SolanaBench bench) => $"solana:localnet/token:{bench.AddressOf("mint")}";

    private static SolanaKey AccountOf(SolanaBench bench, string holder) => SolanaAccounts.AssociatedToken(
        bench.KeyOf(holder), bench.KeyOf("mint"), SolanaPrograms.Token2022);

    private static Task<RecipientCheck> CheckAsync(SolanaBench bench) =>
        bench.Chain.CheckRecipientAsync(bench.AddressOf("payee"), new ChainAmount(Asset(bench), Paid));

    private static (RecipientVerdict Verdict, UInt128 Rent) Verdict(RecipientCheck check) =>
        (check.Verdict, check.AccountCreationUnits);

    private static Task<SignedTransfer> SignAsync(SolanaBench bench, string? memo = "q_1") =>
        bench.SignAsync(bench.Order("payer", "payee", Asset(bench), Paid, memo), "payer");

    private static Task<SignedTransfer> PayAsync(SolanaBench bench, string memo = "q_1") =>
        bench.PayAsync("payer", "payee", Asset(bench), Paid, memo);

    private static byte[] TransferOf(SignedTransfer signed)
    {
        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out var problem), problem);
        return transaction.Message.Instructions[^1].Data;
    }

    private static UInt128 RentOf(int bytes) => (UInt128)(128 + bytes) * 6_960;
}
