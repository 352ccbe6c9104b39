namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// What to think of the endpoints after a check. Pure: the same readings give the same verdicts.
/// <list type="bullet">
/// <item>An endpoint of another network is not used until the process starts again.</item>
/// <item>One that did not answer keeps its verdict: its breaker counts that.</item>
/// <item>One whose height has not risen for <see cref="HttpTransportOptions.StalledAfter"/> is behind, whatever the
/// others say, and has no say in how far the chain is.</item>
/// <item>How far the chain is, is what the upper half of the rest agrees on: of three the second highest, of two the
/// higher. Who is more than <see cref="HttpTransportOptions.BehindAfter"/> below is behind; who is that much above
/// while at least two others agree contradicts them, because heights that nobody else has reached would make transfers
/// look expired.</item>
/// <item>All the others must have the same block at a height they have in common. Those outside a majority contradict
/// it. Where no hash has a majority (two endpoints that differ, say) nobody can be believed, nor who told none: all are
/// set aside, and the chain is out until they agree or an operator removes one.</item>
/// </list>
/// </summary>
internal sealed class EndpointJudge(HttpTransportOptions options, TimeSpan blockTime, TimeProvider time)
{
    private const string AboveOthers = "It tells a height that most others have not reached.";
    private const string OtherBlock = "It has another final block than most others.";
    private const string NoMajority = "Endpoints have different final blocks, and no majority tells which is right.";

    private readonly ulong _blocksMax = (ulong)Math.Max(1, options.BehindAfter.Ticks / Math.Max(1, blockTime.Ticks));

    /// <summary>Those that are neither behind nor ahead: whose blocks can be compared.</summary>
    internal IReadOnlyList<EndpointReading> UpToDate(IReadOnlyList<EndpointReading> readings)
    {
        var moving = MovingOf(readings);
        var chainHeight = ReferenceOf(moving);
        return [.. moving.Where(reading => FindFault(reading, chainHeight, moving.Count) is null)];
    }

    internal IReadOnlyList<(Endpoint Endpoint, EndpointVerdict Verdict)> Judge(IReadOnlyList<EndpointReading> readings)
    {
        var moving = MovingOf(readings);
        var chainHeight = ReferenceOf(moving);
        var hash = MajorityOf(UpToDate(readings), out var areSplit);
        return [.. readings.Select(reading => (reading.Endpoint, VerdictOf(reading)))];

        EndpointVerdict VerdictOf(EndpointReading reading) => reading switch
        {
            { NetworkProblem: { } problem } => EndpointVerdict.WrongNetwork(problem),
            { Height: null } => reading.Endpoint.Verdict,
            _ when IsStalled(reading) => new EndpointVerdict(
                EndpointState.Behind, $"Its final height has been {reading.Height} since {reading.RoseAt:u}."),
            _ => FindFault(reading, chainHeight, moving.Count) ?? JudgeHash(reading, hash, areSplit),
        };
    }

    private List<EndpointReading> MovingOf(IReadOnlyList<EndpointReading> readings) =>
        [.. readings.Where(reading => reading.Height is not null && !IsStalled(reading))];

    private static EndpointVerdict JudgeHash(EndpointReading reading, string? hash, bool areSplit) =>
        areSplit ? new EndpointVerdict(EndpointState.Contradicting, NoMajority)
        : reading.Hash is null ? EndpointVerdict.Usable
        : reading.Hash != hash ? new EndpointVerdict(EndpointState.Contradicting, OtherBlock)
        : EndpointVerdict.Usable;

    /// <summary>The hash that more than half of those who told one have; null when nobody told one.</summary>
    private static string? MajorityOf(IReadOnlyList<EndpointReading> readings, out bool areSplit)
    {
        var hashes = readings.Select(reading => reading.Hash).OfType<string>().ToList();
        var most = hashes.GroupBy(hash => hash, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .FirstOrDefault();
        areSplit = most is not null && most.Count() * 2 <= hashes.Count;
        return areSplit ? null : most?.Key;
    }

    private static ulong ReferenceOf(List<EndpointReading> moving)
    {
        var heights = moving.Select(reading => reading.Height!.Value).OrderDescending().ToList();
        return heights.Count == 0 ? 0 : heights[(heights.Count - 1) / 2];
    }

    private EndpointVerdict? FindFault(EndpointReading reading, ulong chainHeight, int count)
    {
        var height = reading.Height!.Value;
        if (height < chainHeight && chainHeight - height > _blocksMax)
        {
            return new EndpointVerdict(
                EndpointState.Behind, $"Its final height {height} is {chainHeight - height} below the others'.");
        }

        return count > 2 && height > chainHeight && height - chainHeight > _blocksMax
            ? new EndpointVerdict(EndpointState.Contradicting, AboveOthers)
            : null;
    }

    private bool IsStalled(EndpointReading reading) => time.GetUtcNow() - reading.RoseAt > options.StalledAfter;
}
