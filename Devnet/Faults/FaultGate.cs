namespace OrleansTrading.Devnet.Faults;

/// <summary>Whether a client hears anything of what it asked.</summary>
internal enum Delivery
{
    Answered,

    /// <summary>The connection breaks without an answer.</summary>
    Silent,

    /// <summary>Too many requests.</summary>
    RateLimited,
}

/// <summary>What goes back to a client.</summary>
/// <param name="Delivery">Whether anything does.</param>
/// <param name="Answer">The answer; nothing unless the delivery is answered.</param>
internal readonly record struct Served<T>(Delivery Delivery, T? Answer);

/// <summary>
/// Stands between a network's faces (HTTP, in process) and the network. It plays the faults of the way there and back;
/// those of the network itself it hands on. Everything runs on the caller's scheduler; waiting is by the network's
/// clock.
/// </summary>
internal sealed class FaultGate(DevnetFaults faults, TimeProvider time)
{
    /// <summary>What every request can meet.</summary>
    internal static readonly IReadOnlyList<FaultKind> OfAny =
        [FaultKind.Down, FaultKind.RateLimit, FaultKind.SlowReply];

    /// <summary>What any submission can meet.</summary>
    internal static readonly IReadOnlyList<FaultKind> OfSubmission =
    [
        .. OfAny,
        FaultKind.LoseRequest,
        FaultKind.Drop,
        FaultKind.Delay,
        FaultKind.Fail,
        FaultKind.Duplicate,
        FaultKind.LoseReply,
        FaultKind.FeeSpike,
    ];

    /// <summary>What a client is told by <c>Retry-After</c> when it is refused for its rate.</summary>
    internal const string RetryAfterSeconds = "1";

    /// <summary>Executes a request with the faults that it meets.</summary>
    /// <param name="place">The method or resource that is asked.</param>
    /// <param name="possible">The kinds that it can meet.</param>
    /// <param name="execute">Does what is asked.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    internal async Task<Served<T>> ServeAsync<T>(
        string place,
        IReadOnlyList<FaultKind> possible,
        Func<RequestFaults, Task<T>> execute,
        CancellationToken cancellationToken)
    {
        var met = faults.Decide(place, possible);
        if (met.Has(FaultKind.RateLimit))
        {
            return new Served<T>(Delivery.RateLimited, default);
        }

        if (met.Has(FaultKind.Down) || met.Has(FaultKind.LoseRequest))
        {
            return new Served<T>(Delivery.Silent, default);
        }

        var answer = await execute(met);
        if (met.Has(FaultKind.Duplicate))
        {
            answer = await execute(RequestFaults.None);
        }

        if (met.Has(FaultKind.SlowReply))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(met.SizeOf(FaultKind.SlowReply)), time, cancellationToken);
        }

        return met.Has(FaultKind.LoseReply)
            ? new Served<T>(Delivery.Silent, default)
            : new Served<T>(Delivery.Answered, answer);
    }
}
