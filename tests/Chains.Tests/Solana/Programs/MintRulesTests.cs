using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana.Programs;

public sealed class MintRulesTests
{
    private static readonly SolanaAsset Asset = new(
        "token", Vectors.KeyOf("mintAuth"), SolanaPrograms.Token2022, 6, AccountBytes: null);

    [Theory]
    [InlineData(0, 0, 0, 0, 5, null)]
    [InlineData(100, 50, 0, 0, 5, null)]
    [InlineData(100, 50, 0, 0, 4, "keeps back 100 hundredths of a percent of each transfer")]
    [InlineData(0, 0, 25, 9, 4, "keeps back 25 hundredths")]
    [InlineData(0, 0, 25, 9, 5, "from epoch 5 on")]
    [InlineData(0, 0, 25, 0, 5, null)]
    [InlineData(0, 0, 0, 9, 5, null)]
    public void A_fee_that_is_or_will_be_kept_back_is_an_obstacle(
        int olderPoints, int olderMost, int newerPoints, int newerMost, ulong epoch, string? problem)
    {
        var older = new TransferFee(0, (ulong)olderMost, (ushort)olderPoints);
        var newer = new TransferFee(5, (ulong)newerMost, (ushort)newerPoints);
        var found = MintRules.FindObstacle(FeeMint(older, newer), opensAccount: false, epoch);

        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(199, 1)]
    [InlineData(200, 1)]
    [InlineData(201, 2)]
    [InlineData(5_000_000, 25_000)]
    [InlineData(ulong.MaxValue, 1_000_000)]
    public void Fees_round_up_and_end_at_their_most(ulong units, ulong fee) =>
        Assert.Equal(fee, new TransferFee(0, 1_000_000, 50).Of(units));

    [Fact]
    public void Extensions_that_change_nothing_for_a_payment_are_accepted()
    {
        var zero = new TransferFee(0, 0, 0);
        var mint = Mint(
            (TokenExtension.TransferFeeConfig, FeeConfig(zero, zero)),
            (TokenExtension.MintCloseAuthority, new byte[32]),
            (TokenExtension.PermanentDelegate, new byte[32]),
            (TokenExtension.TransferHook, new byte[64]),
            (TokenExtension.ConfidentialTransferMint, new byte[65]),
            (TokenExtension.ConfidentialTransferFeeConfig, new byte[129]),
            (TokenExtension.MetadataPointer, new byte[64]),
            (TokenExtension.TokenMetadata, new byte[300]),
            (TokenExtension.Pausable, new byte[33]),
            (TokenExtension.DefaultAccountState, [1]));

        Assert.Null(MintRules.FindFault(mint, Asset));
        Assert.Null(MintRules.FindObstacle(mint, opensAccount: true, epoch: 700));
        Assert.Equal(170 + 12 + 5 + 4, mint.AccountBytesOf(SolanaPrograms.Token2022));
        Assert.Equal(165, Mint().AccountBytesOf(SolanaPrograms.Token));
        Assert.Equal(170, Mint().AccountBytesOf(SolanaPrograms.Token2022));
    }

    [Theory]
    [InlineData(TokenExtension.NonTransferable, "cannot be transferred")]
    [InlineData(TokenExtension.InterestBearingConfig, "InterestBearingConfig")]
    [InlineData(TokenExtension.ScaledUiAmount, "ScaledUiAmount")]
    [InlineData((TokenExtension)29, "extension 29")]
    public void What_makes_a_token_useless_or_cannot_be_judged_is_a_fault(object extension, string problem) =>
        Assert.Contains(
            problem, MintRules.FindFault(Mint(((TokenExtension)extension, [])), Asset), StringComparison.Ordinal);

    [Fact]
    public void A_frozen_beginning_matters_only_where_an_account_is_opened()
    {
        var mint = Mint((TokenExtension.DefaultAccountState, [2]));

        Assert.Null(MintRules.FindObstacle(mint, opensAccount: false, 0));
        Assert.Contains(
            "freezes new ones", MintRules.FindObstacle(mint, opensAccount: true, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Extensions_are_read_back_and_broken_ones_are_refused()
    {
        var data = DataOf((TokenExtension.TransferHook, new byte[64]), (TokenExtension.Pausable, new byte[33]));
        Assert.True(MintAccount.TryDecode(data, out var mint));
        Assert.Equal([TokenExtension.TransferHook, TokenExtension.Pausable], mint.Extensions.Keys.Order());
        Assert.True(MintAccount.TryDecode([.. data, .. new byte[40]], out _));
        Assert.False(TokenAccount.TryDecode(data, out _));

        Assert.False(MintAccount.TryDecode(data.AsSpan(0, data.Length - 1), out _));
        Assert.False(MintAccount.TryDecode([.. data, 26, 0, 1, 0, 0], out _));
        Assert.False(MintAccount.TryDecode([.. data, 200, 0, 255, 255], out _));
        Assert.False(MintAccount.TryDecode(data.AsSpan(0, 100), out _));
        Assert.False(MintAccount.TryDecode([], out _));
    }

    [Fact]
    public void A_token_account_tells_what_its_holder_asks_for()
    {
        var plain = new TokenAccount(Asset.Mint, Vectors.KeyOf("bob"), 5, TokenAccountState.Initialized).Encode();
        TokenAccount With(TokenExtension extension, byte[] value)
        {
            Assert.True(TokenAccount.TryDecode(
                TokenExtensions.Append([.. plain, TokenExtensions.AccountType], extension, value), out var account));
            return account;
        }

        var confidential = new byte[295];
        Assert.True(With(TokenExtension.ConfidentialTransferAccount, confidential).RefusesOpenTransfers);
        confidential[262] = 1;
        Assert.False(With(TokenExtension.ConfidentialTransferAccount, confidential).RefusesOpenTransfers);
        Assert.True(With(TokenExtension.MemoTransfer, [1]).RequiresMemo);
        Assert.False(With(TokenExtension.MemoTransfer, [0]).RequiresMemo);
        Assert.False(With(TokenExtension.ImmutableOwner, []).RequiresMemo);
    }

    private static MintAccount FeeMint(TransferFee older, TransferFee newer) =>
        Mint((TokenExtension.TransferFeeConfig, FeeConfig(older, newer)));

    private static byte[] FeeConfig(TransferFee older, TransferFee newer)
    {
        var config = new byte[108];
        older.Write(config.AsSpan(72));
        newer.Write(config.AsSpan(90));
        return config;
    }

    private static MintAccount Mint(params (TokenExtension Type, byte[] Value)[] extensions)
    {
        Assert.True(MintAccount.TryDecode(DataOf(extensions), out var mint));
        return mint;
    }

    private static byte[] DataOf(params (TokenExtension Type, byte[] Value)[] extensions)
    {
        var data = new byte[TokenExtensions.FirstOffset];
        new MintAccount(Vectors.KeyOf("mintAuth"), 0, 6, null, TokenExtensions.Empty).Encode().CopyTo(data, 0);
        data[TokenExtensions.TypeOffset] = TokenExtensions.MintType;
        return extensions.Aggregate(data, (all, one) => TokenExtensions.Append(all, one.Type, one.Value));
    }
}
