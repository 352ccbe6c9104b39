using System.Text.Json.Nodes;
using OrleansTrading.Audit;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Soak.Customers;

/// <summary>
/// A quote as the API acknowledged it, and all that the API has said of it since. Its terms never change, its status
/// moves along the quote's life only, and an end is an end.
/// </summary>
internal sealed class Promise : IDisposable
{
    private static readonly string[] Terms =
        ["id", "pay", "receive", "rate", "fees", "refundAddress", "createdAt", "expiresAt"];

    private static readonly Dictionary<QuoteStatus, HashSet<QuoteStatus>> Later = FindLater();

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Findings _findings;
    private JsonObject _told;

    internal Promise(SoakRequest request, TradePlan plan, JsonObject told, Findings findings)
    {
        Request = request;
        Plan = plan;
        _told = told;
        _findings = findings;
    }

    /// <summary>What was asked; asking again must give the same quote.</summary>
    internal SoakRequest Request { get; }

    internal TradePlan Plan { get; }

    internal JsonObject Told => Volatile.Read(ref _told);

    internal string Id => Told["id"]!.GetValue<string>();

    internal QuoteStatus Status => StatusOf(Told);

    internal bool IsTerminal => QuoteTransitions.IsTerminal(Status);

    internal DateTimeOffset ExpiresAt => Told["expiresAt"]!.GetValue<DateTimeOffset>();

    public void Dispose() => _turn.Dispose();

    /// <summary>
    /// Asks for the quote and compares the answer with the last one. One request at a time, so that answers are
    /// compared in the order in which they were given.
    /// </summary>
    /// <returns>Whether there was an answer.</returns>
    internal async Task<bool> AskAsync(SoakApi api, SoakRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await api.TrySendAsync(request, cancellationToken) is not { IsGood: true } answer)
            {
                return false;
            }

            Compare(request, answer.Body);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Compare(SoakRequest request, JsonObject now)
    {
        foreach (var term in Terms)
        {
            _findings.Require(
                JsonNode.DeepEquals(_told[term], now[term]),
                $"{Id}: {term} was {_told[term]?.ToJsonString()}, {request} says {now[term]?.ToJsonString()}");
        }

        var (before, after) = (StatusOf(_told), StatusOf(now));
        _findings.Require(
            before == after || Later[before].Contains(after), $"{Id} was {before}, {request} says {after}");

        // What belongs to an end stays too: what was delivered, what went back, and by which transaction.
        foreach (var fact in QuoteTransitions.IsTerminal(before) ? ["delivered", "deliveryTransactionId", "reason"]
            : Array.Empty<string>())
        {
            _findings.Require(
                JsonNode.DeepEquals(_told[fact], now[fact]),
                $"{Id} ended with {fact} {_told[fact]?.ToJsonString()}, {request} says {now[fact]?.ToJsonString()}");
        }

        Volatile.Write(ref _told, now);
    }

    private static QuoteStatus StatusOf(JsonObject quote) =>
        Enum.Parse<QuoteStatus>(quote["status"]!.GetValue<string>(), ignoreCase: true);

    /// <summary>What each status can still become, by any number of steps.</summary>
    private static Dictionary<QuoteStatus, HashSet<QuoteStatus>> FindLater()
    {
        var later = Enum.GetValues<QuoteStatus>().ToDictionary(status => status, _ => new HashSet<QuoteStatus>());
        foreach (var from in Enum.GetValues<QuoteStatus>())
        {
            var next = new Stack<QuoteStatus>([from]);
            while (next.TryPop(out var at))
            {
                var steps = QuoteTransitions.Allowed.Where(move => move.Key.From == at).Select(move => move.Value);
                foreach (var to in steps)
                {
                    if (later[from].Add(to))
                    {
                        next.Push(to);
                    }
                }
            }
        }

        return later;
    }
}
