using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;

namespace OrleansTrading.Chains.Tests.Solana.History;

public sealed class SignatureWindowTests
{
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(999, 999, true)]
    [InlineData(1000, 1000, true)]
    [InlineData(2000, 2000, true)]
    [InlineData(2001, 1001, false)]
    [InlineData(5500, 1500, false)]
    public async Task The_oldest_unread_signatures_come_first_whatever_the_backlog(int total, int kept, bool isWhole)
    {
        var window = await ReadAsync(total, until: null);

        Assert.Equal(isWhole, window.IsWhole);
        Assert.Equal(Enumerable.Range(0, kept).Select(Name), window.Entries.Select(entry => entry.Signature));
    }

    [Fact]
    public async Task Pages_of_a_long_backlog_fit_together()
    {
        var read = new List<string>();
        SignatureWindow window;
        do
        {
            window = await ReadAsync(4321, read.LastOrDefault());
            read.AddRange(window.Entries.Select(entry => entry.Signature));
        }
        while (!window.IsWhole);

        Assert.Equal(Enumerable.Range(0, 4321).Select(Name), read);
    }

    [Fact]
    public async Task Slots_above_the_limit_wait()
    {
        var window = await ReadAsync(50, until: null, slotMax: 14);

        Assert.Equal(15, window.Entries.Count);
        Assert.True(window.IsWhole);
    }

    [Fact]
    public async Task A_backlog_beyond_the_limit_of_pages_is_told_with_the_remedy()
    {
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => ReadAsync(3000, until: null, pagesMax: 3));

        Assert.Contains("HistoryScanPagesMax", error.Message, StringComparison.Ordinal);
        Assert.True((await ReadAsync(3000, until: null, pagesMax: 4)).Entries.Count > 0);
    }

    /// <summary>A node with <paramref name="total"/> signatures, one a slot.</summary>
    private static Task<SignatureWindow> ReadAsync(
        int total, string? until, ulong slotMax = ulong.MaxValue, int pagesMax = 100)
    {
        var node = new ScriptedRpc().On("getSignaturesForAddress", parameters =>
        {
            var options = parameters![1]!;
            var newest = options["before"]?.GetValue<string>() is { } before ? Number(before) - 1 : total - 1;
            var oldest = options["until"]?.GetValue<string>() is { } last ? Number(last) + 1 : 0;
            var lines = new JsonArray();
            for (var number = newest; number >= oldest && lines.Count < options["limit"]!.GetValue<int>(); number--)
            {
                lines.Add(new JsonObject { ["signature"] = Name(number), ["slot"] = number });
            }

            return lines;
        });
        return SignatureWindow.ReadAsync(
            new SolanaRpc("solana", node), SolanaPrograms.Token, until, slotMax, pagesMax, CancellationToken.None);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    private static int Number(string name) => int.Parse(name[1..], CultureInfo.InvariantCulture);
}
