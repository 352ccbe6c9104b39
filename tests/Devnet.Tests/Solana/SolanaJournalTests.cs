using OrleansTrading.Chains;
using OrleansTrading.Clocks;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

public sealed class SolanaJournalTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"devnet-{Guid.NewGuid():N}");

    private string JournalPath => Path.Combine(_folder, "solana.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_network_continues_after_its_process_and_its_clock_kept_running()
    {
        var time = new ManualTime();
        string genesis;
        SignedTransfer landed;
        SignedTransfer unsent;
        ulong slot;
        List<Movement> history;
        using (var first = new SolanaBench(_folder, time))
        {
            genesis = first.Devnet.GenesisHash;
            await first.FundAsync("payer", 10 * Sol, 5 * Usdc);
            landed = await first.PayAsync("payer", "payee", UsdcAsset, 2 * Usdc, "memo");
            unsent = await first.SignAsync(first.Order("payer", "payee", UsdcAsset, Usdc), "payer");
            slot = (await first.CallAsync("getSlot")).GetUInt64();
            history = await first.HistoryAsync("payee");
        }

        time.Advance(DevnetOptions.SlotTimeDefault * 100);
        using var second = new SolanaBench(_folder, time);

        Assert.Equal(genesis, second.Devnet.GenesisHash);
        Assert.Equal(slot + 100, (await second.CallAsync("getSlot")).GetUInt64());
        Assert.Equal(2 * Usdc, await second.BalanceAsync("payee", UsdcAsset));
        Assert.Equal(3 * Usdc, await second.BalanceAsync("payer", UsdcAsset));
        Assert.Equal(history, await second.HistoryAsync("payee"));
        var payer = second.AddressOf("payer");
        Assert.Equal(TransferFate.Landed, (await second.Chain.LookUpAsync(payer, landed)).Fate);
        Assert.Equal(SubmitReply.Refused, (await second.Chain.SubmitAsync(landed)).Reply);
        Assert.Equal(SubmitReply.Accepted, (await second.Chain.SubmitAsync(unsent)).Reply);
        second.Settle();
        Assert.Equal(3 * Usdc, await second.BalanceAsync("payee", UsdcAsset));
    }

    [Fact]
    public async Task What_was_answered_is_in_the_journal_before_the_network_is_closed()
    {
        using var bench = new SolanaBench(_folder);
        await bench.FundAsync("payer", Sol);

        // Read beside the open network, as a successor would after a kill.
        await using var file = new FileStream(JournalPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var lines = (await reader.ReadToEndAsync()).Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Contains("genesis", lines[0], StringComparison.Ordinal);
        Assert.Contains("transaction", lines[1], StringComparison.Ordinal);
        Assert.Empty(lines[2]);
    }

    [Fact]
    public async Task A_torn_last_line_is_cut_off_and_a_broken_one_before_it_is_not_overlooked()
    {
        var time = new ManualTime();
        using (var bench = new SolanaBench(_folder, time))
        {
            await bench.FundAsync("payer", Sol);
        }

        await File.AppendAllTextAsync(JournalPath, "{\"Kind\":\"transac");
        using (var bench = new SolanaBench(_folder, time))
        {
            bench.Settle();
            Assert.Equal(Sol, await bench.BalanceAsync("payer", SolAsset));
            await bench.FundAsync("payer", Sol);
        }

        using (var bench = new SolanaBench(_folder, time))
        {
            bench.Settle();
            Assert.Equal(2 * Sol, await bench.BalanceAsync("payer", SolAsset));
        }

        await File.AppendAllTextAsync(JournalPath, "nonsense\n");
        var error = Assert.Throws<InvalidDataException>(() => new SolanaBench(_folder, time));
        Assert.Contains("Line 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_networks_cannot_share_a_journal()
    {
        using var bench = new SolanaBench(_folder);

        Assert.Throws<IOException>(() => new SolanaBench(_folder));
    }

    [Fact]
    public void A_journal_made_with_another_slot_time_is_refused()
    {
        using (new SolanaBench(_folder))
        {
        }

        var options = new DevnetOptions { JournalFolder = _folder, SlotTime = TimeSpan.FromSeconds(1) };
        var error = Assert.Throws<InvalidDataException>(
            () => Devnet.Solana.SolanaDevnet.Open(options, new ManualTime()));
        Assert.Contains("400 ms", error.Message, StringComparison.Ordinal);
    }
}
