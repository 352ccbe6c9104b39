using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>Payments that the network itself exchanges on the way, within the order's limits.</summary>
public sealed class StellarConversionTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;

    public StellarConversionTests() => (_treasury, _user) = (_bench.Open(1), _bench.OpenWithUsdc(2));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Exactly_so_much_arrives_for_no_more_than_the_limit()
    {
        var before = await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm);
        var transfer = await PayAsync(usdc: 25, lumens: 100, spendsAll: false);

        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
        Assert.Equal((UInt128)25, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        Assert.Equal(before - 100 - 100, await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm));
        _bench.AssertConserved();
    }

    [Fact]
    public async Task Exactly_so_much_is_spent_and_at_least_the_amount_arrives()
    {
        var before = await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm);
        var transfer = await PayAsync(usdc: 20, lumens: 100, spendsAll: true);

        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
        Assert.Equal((UInt128)25, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        Assert.Equal(before - 100 - 100, await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_market_is_outside_the_limits_nothing_is_signed(bool spendsAll)
    {
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => SignAsync(usdc: 26, lumens: 103, spendsAll));
        Assert.Contains("no way now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_itself_keeps_to_the_limits()
    {
        var (lumens, usdc) = (StellarAsset.Native, StellarDevnet.Usdc);
        var to = MuxedAccount.Of(_user.Address);
        var other = StellarAsset.Issued("OTHER", _user.Address);
        (string Code, StellarOperation Operation)[] cases =
        [
            ("op_over_source_max", new PathPaymentStrictReceiveOperation(lumens, 99, to, usdc, 25, [])),
            ("op_under_dest_min", new PathPaymentStrictSendOperation(lumens, 99, to, usdc, 25, [])),
            ("op_too_few_offers", new PathPaymentStrictReceiveOperation(lumens, 99, to, usdc, 1, [other])),
            ("op_no_destination", new PathPaymentStrictReceiveOperation(
                lumens, 99, MuxedAccount.Of(new Party(99).Address), usdc, 1, [])),
            ("op_no_trust", new PathPaymentStrictSendOperation(
                lumens, 99, MuxedAccount.Of(_treasury.Address), usdc, 1, [])),
            ("op_src_no_trust", new PathPaymentStrictSendOperation(usdc, 1, to, lumens, 1, [])),
            ("op_underfunded", new PathPaymentStrictSendOperation(
                lumens, 10_000 * StellarBench.One, to, usdc, 1, [])),
        ];
        foreach (var (code, operation) in cases)
        {
            var before = _bench.TotalLumens();
            Assert.Equal($"tx_failed: {code}", _bench.Include(_treasury, operation).Describe());
            Assert.Equal(before, _bench.TotalLumens());
        }
    }

    [Fact]
    public async Task Both_sides_read_what_arrived_in_their_history()
    {
        var transfer = await PayAsync(usdc: 20, lumens: 100, spendsAll: true);
        var ours = (await _bench.Chain.ReadHistoryAsync(_treasury.Address, null, 200)).Movements[^1];
        var theirs = (await _bench.Chain.ReadHistoryAsync(_user.Address, null, 200)).Movements[^1];
        Assert.Equal((transfer.TransactionId, _user.Address), (ours.TransactionId, ours.To));
        Assert.Equal(
            (transfer.TransactionId, _treasury.Address, new ChainAmount(StellarBench.Usdc, 25)),
            (theirs.TransactionId, theirs.From, theirs.Amount));
    }

    private async Task<SignedTransfer> SignAsync(int usdc, int lumens, bool spendsAll)
    {
        var order = new TransferOrder(
            _treasury.Address, _user.Address, new ChainAmount(StellarBench.Usdc, (UInt128)usdc), null)
        {
            Conversion = new AssetConversion(new ChainAmount(StellarBench.Xlm, (UInt128)lumens), spendsAll),
        };
        var sequence = await _bench.Chain.GetSequenceAsync(_treasury.Address, lane: null) + 1;
        return await _bench.Chain.SignAsync(order, sequence, new SigningKeys(_treasury.Signer));
    }

    private async Task<SignedTransfer> PayAsync(int usdc, int lumens, bool spendsAll)
    {
        var transfer = await SignAsync(usdc, lumens, spendsAll);
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();
        return transfer;
    }
}
