using System.Diagnostics;
using System.Text;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests;

/// <summary>The scenarios of Harness/, each in a process, a folder and a clock of its own.</summary>
public sealed class UnitScenarioTests
{
    private static readonly string[] s_all =
    [
        "journal-torn-at-every-byte", "compaction-torn-at-every-byte", "damaged-middle-stops",
        "journal-compacts-when-long", "replay-and-gap", "tampered-is-refused", "syntax-is-exact", "hmac-self-test",
        "magic-and-comment", "fills-at-market", "closes-in-parts", "netting-closes-by-volume",
        "pending-placed-modified-cancelled", "modifies-position", "requote-storm", "requotes-until-too-late",
        "dropped-with-reason", "closes-are-never-late", "filling-falls-back", "partial-fill", "never-is-never",
        "waits-for-connection", "lost-answer-is-found", "lost-answer-and-late-history", "nothing-done-is-none",
        "nothing-is-proven-offline", "done-but-history-late", "comments-are-changed", "modify-lost-is-found",
        "close-lost-is-found", "never-sent-is-rolled-back", "only-the-last-is-rolled-back", "sent-is-not-repeated",
        "lost-journal-is-adopted", "what-is-being-done-is-adopted", "old-journal-does-not-repeat", "asked-is-answered",
        "filled-under-an-order", "removed-with-a-part-filled", "removed-by-hand-with-a-part-filled",
        "filled-while-it-is-removed", "removed-and-history-late", "waiting-looks-seldom", "others-do-not-wait",
        "adopted-before-it-is-removed", "removed-before-a-restart", "reversal-holds-only-its-position",
        "reversal-has-the-price-of-what-it-opened", "reversal-of-more-than-there-was",
        "close-of-a-part-waits-for-the-rest", "published-with-all-its-deals", "held-for-a-day-holds-all",
        "part-of-long-ago-is-published", "prices-after-openings", "prices-of-no-horizon", "stops-and-hands",
        "closed-while-away", "pending-filled-expired-cancelled", "stops-moved", "stops-moved-under-an-order",
        "netting-is-shared", "late-history-of-a-close",
    ];

    public static TheoryData<string> All => [.. s_all];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Scenario_holds(string name)
    {
        var (status, said) = await RunAsync(name, "");

        Assert.True(status == 0, said);
    }

    [Fact]
    public async Task No_scenario_is_left_out()
    {
        var (_, said) = await RunAsync("list", "");

        Assert.Equal(s_all, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    internal static async Task<(int Status, string Said)> RunAsync(string name, string input)
    {
        using var folder = new TerminalFolder();
        var binaries = await Compiler.BuiltAsync;
        using var process = Process.Start(new ProcessStartInfo(Compiler.PathOf(binaries, "Unit"), [folder.Path, name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
