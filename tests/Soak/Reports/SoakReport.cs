using System.Globalization;
using OrleansTrading.Audit;
using OrleansTrading.Grains;
using OrleansTrading.Soak.Checks;

namespace OrleansTrading.Soak.Reports;

/// <summary>How long the parts of a run took.</summary>
/// <param name="Load">From the first trade until the last customer had paid.</param>
/// <param name="Settled">From then until everything had come to its end.</param>
internal sealed record SoakTimes(TimeSpan Load, TimeSpan Settled);

/// <summary>What a run did and what it found.</summary>
internal sealed class SoakReport(
    SoakPlan plan,
    string folder,
    SoakTimes times,
    Killer killer,
    StoredChecks stored,
    Tally tally,
    Findings findings)
{
    private const int FindingsMax = 50;

    internal void Print(TextWriter to)
    {
        KillPhases.Count(killer.Kills, stored.Rows, stored.Chains, tally);
        CountStored();
        Line("load", $"{times.Load:hh\\:mm\\:ss}, then {times.Settled:hh\\:mm\\:ss} until all had ended");
        Line("kills", $"{killer.Kills.Count}, {killer.Kills.Count(k => !k.WasReady)} of them while the server started");
        if (killer.Starts.Count > 0)
        {
            var starts = killer.Starts.Order().ToList();
            var (median, most) = (Seconds(starts[starts.Count / 2]), Seconds(starts[^1]));
            Line("restarts", $"ready after {median} s (median), {most} s at most");
        }

        foreach (var heading in (string[])["requests", "customers", "quotes", "payments by kind", "payments by end",
            "transfers", "ends", "phases"])
        {
            Table(heading);
        }

        Line("history", $"{stored.Rows.Count} events");
        Line("violations", $"{findings.Count}");
        foreach (var finding in findings.Kept.Take(FindingsMax))
        {
            to.WriteLine($"  {finding}");
        }

        if (findings.Count > 0)
        {
            Line("repeat", $"{plan.Repeat}");
            Line("kept", $"{folder}");
        }

        void Line(string name, FormattableString text) =>
            to.WriteLine($"{name,-12}{text.ToString(CultureInfo.InvariantCulture)}");

        void Table(string heading)
        {
            to.WriteLine(heading);
            foreach (var (what, count) in tally.Read(heading))
            {
                to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,8:N0}  {what}"));
            }
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private void CountStored()
    {
        foreach (var quote in stored.Books.Quotes.Values)
        {
            tally.Count("quotes", quote.Status.ToString());
        }

        foreach (var payment in stored.Books.Payments.Values)
        {
            tally.Count("payments by end", $"{payment.Status} {payment.Reason}".TrimEnd());
        }

        foreach (var (what, times) in tally.Read("payments"))
        {
            tally.Count("payments by kind", what, times);
        }

        foreach (var outcome in stored.Books.Transfers.Values.Select(t => t.Outcome).OfType<TransferView>())
        {
            var purpose = outcome.Request.Id.Value.Split(':')[0];
            var again = outcome.Attempts > 1 ? ", signed again" : "";
            tally.Count("transfers", $"{purpose} {outcome.Status}{again}");
        }
    }
}
