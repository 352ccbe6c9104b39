using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Devnet.Solana;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

public sealed class SolanaRecipientTests : IDisposable
{
    private static readonly SolanaKey Usdc6 = SolanaKey.Parse(SolanaDevnet.UsdcMint);

    private readonly SolanaBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(890_880, RecipientVerdict.Payable)]
    [InlineData(890_879, RecipientVerdict.AccountMissing)]
    public async Task A_new_account_must_get_its_rent_minimum(ulong lamports, RecipientVerdict verdict)
    {
        var check = await CheckAsync(_bench.AddressOf("new"), SolAsset, lamports);

        Assert.Equal(verdict, check.Verdict);
        Assert.Equal(verdict == RecipientVerdict.Payable, check.Problem is null);
        Assert.Equal(0u, check.AccountCreationUnits);

        await _bench.FundAsync("payer", Sol);
        var signed = await _bench.SignAsync(_bench.Order("payer", "new", SolAsset, lamports), "payer");
        var reply = await _bench.Chain.SubmitAsync(signed);
        Assert.Equal(verdict == RecipientVerdict.Payable, reply.Reply == SubmitReply.Accepted);
        if (verdict != RecipientVerdict.Payable)
        {
            Assert.Contains("InsufficientFundsForRent", reply.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_account_that_exists_can_get_a_single_lamport()
    {
        await _bench.FundAsync("old", Sol);

        Assert.Equal(RecipientVerdict.Payable, (await CheckAsync(_bench.AddressOf("old"), SolAsset, 1)).Verdict);
    }

    [Fact]
    public async Task Token_accounts_mints_and_programs_are_not_wallets()
    {
        await _bench.FundAsync("owner", Sol, Usdc);
        var owner = SolanaKey.Parse(_bench.AddressOf("owner"));
        var account = SolanaAccounts.AssociatedToken(owner, Usdc6, SolanaPrograms.Token).ToString();
        foreach (var address in new[] { account, SolanaDevnet.UsdcMint, SolanaPrograms.Token.ToString(), "nonsense" })
        {
            foreach (var asset in new[] { SolAsset, UsdcAsset })
            {
                var check = await CheckAsync(address, asset, Sol);
                Assert.Equal(RecipientVerdict.NotAWallet, check.Verdict);
                Assert.NotNull(check.Problem);
            }
        }
    }

    [Fact]
    public async Task A_token_account_handed_to_somebody_else_is_not_paid_and_a_payment_to_it_fails()
    {
        await _bench.FundAsync("payer", Sol, 10 * Usdc);
        await _bench.FundAsync("payee", Sol, Usdc);
        await HandOverAsync("payee", "thief");

        var check = await CheckAsync(_bench.AddressOf("payee"), UsdcAsset, Usdc);
        var signed = await _bench.SignAsync(_bench.Order("payer", "payee", UsdcAsset, Usdc), "payer");
        var reply = await _bench.Chain.SubmitAsync(signed);

        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("\"Custom\":0", reply.Detail, StringComparison.Ordinal);
        Assert.Equal(0u, await _bench.BalanceAsync("payee", UsdcAsset));
    }

    [Fact]
    public async Task Lamports_already_at_a_token_accounts_address_count_towards_its_rent()
    {
        await _bench.FundAsync("payer", 5 * Sol, 10 * Usdc);
        var payee = SolanaKey.Parse(_bench.AddressOf("payee"));
        var account = SolanaAccounts.AssociatedToken(payee, Usdc6, SolanaPrograms.Token).ToString();
        await _bench.CallAsync("requestAirdrop", account, 1_000_000);
        _bench.Settle();

        var check = await CheckAsync(payee.ToString(), UsdcAsset, Usdc);
        var before = await _bench.BalanceAsync("payer", SolAsset);
        var signed = await _bench.PayAsync("payer", "payee", UsdcAsset, Usdc);

        Assert.Equal(1_039_280u, check.AccountCreationUnits);
        Assert.Equal(before - signed.FeeUnitsMax - 1_039_280, await _bench.BalanceAsync("payer", SolAsset));
    }

    [Fact]
    public async Task Amounts_beyond_64_bits_exceed_every_limit()
    {
        await _bench.FundAsync("owner", Sol, Usdc);

        Assert.Equal(
            RecipientVerdict.LimitExceeded,
            (await CheckAsync(_bench.AddressOf("owner"), UsdcAsset, ulong.MaxValue)).Verdict);
        Assert.Equal(
            RecipientVerdict.LimitExceeded,
            (await CheckAsync(_bench.AddressOf("owner"), SolAsset, UInt128.MaxValue)).Verdict);
    }

    [Fact]
    public async Task Balances_tell_all_configured_assets_and_what_can_leave()
    {
        await _bench.FundAsync("owner", Sol, 7 * Usdc);

        Assert.Equal(
            [
                new ChainBalance(SolAsset, Sol, Sol - 890_880),
                new ChainBalance(UsdcAsset, 7 * Usdc, 7 * Usdc),
            ],
            (await _bench.Chain.GetBalancesAsync(_bench.AddressOf("owner"))).Held);
        Assert.Equal(
            [new ChainBalance(SolAsset, 0, 0), new ChainBalance(UsdcAsset, 0, 0)],
            (await _bench.Chain.GetBalancesAsync(_bench.AddressOf("nobody"))).Held);
    }

    private Task<RecipientCheck> CheckAsync(string address, string asset, UInt128 units) =>
        _bench.Chain.CheckRecipientAsync(address, new ChainAmount(asset, units));

    /// <summary>spl-token SetAuthority, type AccountOwner.</summary>
    private async Task HandOverAsync(string from, string to)
    {
        var owner = SolanaKey.Parse(_bench.AddressOf(from));
        var account = SolanaAccounts.AssociatedToken(owner, Usdc6, SolanaPrograms.Token);
        byte[] data = [6, 2, 1, .. SolanaKey.Parse(_bench.AddressOf(to)).ToArray()];
        var latest = await _bench.CallAsync("getLatestBlockhash");
        var blockhash = latest.GetProperty("value").GetProperty("blockhash").GetString()!;
        var message = LegacyMessageCompiler.Compile(
            owner,
            SolanaKey.Parse(blockhash),
            [
                new SolanaInstruction(
                    SolanaPrograms.Token,
                    [SolanaAccountMeta.Writable(account), SolanaAccountMeta.Signer(owner)],
                    data),
            ]);
        var bytes = message.Encode();
        var signature = await _bench.SignerOf(from).SignAsync(bytes);
        await _bench.CallAsync(
            "sendTransaction",
            Base58.Encode(new SolanaTransaction([signature], message, bytes).Encode()),
            new JsonObject());
        _bench.Settle();
    }
}
