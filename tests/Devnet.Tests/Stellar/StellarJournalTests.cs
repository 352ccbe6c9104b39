using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Shared;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

public sealed class StellarJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stellar-devnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_network_goes_on_where_its_process_died_with_what_it_had_accepted()
    {
        var clock = new ManualTime();
        SignedTransfer landed;
        SignedTransfer waiting;
        Party treasury;
        Party user;
        using (var first = new StellarBench(clock, _folder))
        {
            treasury = first.OpenWithUsdc(1, 50);
            user = first.OpenWithUsdc(2);
            landed = await first.PayAsync(treasury, user.Address, StellarBench.Usdc, 20, "one");
            waiting = await first.SignAsync(treasury, user.Address, StellarBench.Usdc, 5, "two");
            await first.Chain.SubmitAsync(waiting);
        }

        clock.Advance(TimeSpan.FromSeconds(100));
        using var second = new StellarBench(clock, _folder);

        Assert.Equal(TransferFate.Landed, (await second.Chain.LookUpAsync(treasury.Address, landed)).Fate);
        var status = await second.Chain.LookUpAsync(treasury.Address, waiting);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(clock.GetUtcNow() - TimeSpan.FromSeconds(99), status.At);
        Assert.Equal((UInt128)25, await second.BalanceAsync(user.Address, StellarBench.Usdc));
        var history = await second.Chain.ReadHistoryAsync(user.Address, null, 50);
        Assert.Equal(["one", "two"], history.Movements.TakeLast(2).Select(movement => movement.Memo));
        second.AssertConserved();
        await second.PayAsync(treasury, user.Address, StellarBench.Usdc, 1);
        Assert.Equal((UInt128)26, await second.BalanceAsync(user.Address, StellarBench.Usdc));
    }

    [Fact]
    public void A_journal_of_another_network_is_refused()
    {
        using (var journal = Journal.Open(_folder, "stellar"))
        {
            var clock = DevnetClock.Open(journal, new ManualTime(), DevnetOptions.LedgerTimeDefault);
            journal.Append(new JournalEntry("something", 0, clock.Height, "AAAA"));
        }

        var error = Assert.Throws<InvalidDataException>(() => new StellarBench(null, _folder));
        Assert.Contains("something", error.Message, StringComparison.Ordinal);
    }
}
