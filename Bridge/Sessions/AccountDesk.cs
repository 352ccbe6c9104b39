using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>
/// What concerns the account as a whole, one thing after the other in the order in which it came: what it has, its
/// symbols' rules, its signals, and that it is ready.
/// </summary>
internal sealed class AccountDesk(BridgeSession session)
{
    /// <summary>The client has said all that it has to say first.</summary>
    internal static readonly object Ready = new();

    private static readonly TimeSpan ReplacedWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<object> _waiting = new();
    private bool _isWorking;
    private bool _isPublishing;

    /// <summary>Adds work, for which the session has room.</summary>
    /// <returns>True: the room is given back when the work is done.</returns>
    internal bool Add(object work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_isWorking)
            {
                return true;
            }

            _isWorking = true;
        }

        _ = WorkAsync();
        return true;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (TakeNext() is { } work)
            {
                if (session.HasEnded)
                {
                    return;
                }

                await DoAsync(work);
                session.Release(work is List<SymbolReport> symbols ? symbols.Count : 1);
            }
        }
        catch (Exception failure)
        {
            session.Fail("telling the account", failure);
        }
    }

    /// <summary>The next work; symbols that wait one behind the other are told together.</summary>
    private object? TakeNext()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var work))
            {
                _waiting.TrimExcess();
                _isWorking = false;
                return null;
            }

            if (work is not SymbolReport first)
            {
                return work;
            }

            List<SymbolReport> symbols = [first];
            while (symbols.Count < BridgeConstants.SymbolsInCallMax
                && _waiting.TryPeek(out var next) && next is SymbolReport symbol)
            {
                symbols.Add(symbol);
                _waiting.Dequeue();
            }

            return symbols;
        }
    }

    private Task DoAsync(object work) => work switch
    {
        AccountReport report => TellAsync(report),
        List<SymbolReport> symbols => TellAsync(symbols),
        TerminalSignal signal => PublishAsync(signal),
        TerminalMark mark => MarkAsync(mark),
        _ => ResumeAsync(),
    };

    private async Task TellAsync(AccountReport report)
    {
        if (await session.AccountGrain.ReportAsync(session.Id, report) is { } code)
        {
            await LeaveAsync(code);
        }
        else if (session.Role == TradingRole.Provider && !_isPublishing)
        {
            await BeginPublishingAsync();
        }
    }

    private async Task TellAsync(List<SymbolReport> symbols)
    {
        if (await session.AccountGrain.ReportSymbolsAsync(session.Id, symbols) is { } code)
        {
            await LeaveAsync(code);
        }
    }

    /// <summary>The account does not take what is said in this session.</summary>
    private async Task LeaveAsync(string code)
    {
        if (code == BridgeEnds.Replaced)
        {
            // Whoever was replaced is told so by the account, and stays away. If nobody tells, the account has only
            // forgotten the session, after a failure, and nobody is there in its place: the client has to come again.
            await Task.Delay(ReplacedWait, session.Services.Time, session.Ending);
            session.End(SessionEnd.Lost);
        }
        else
        {
            session.End(SessionEnd.Of(code));
        }
    }

    private async Task BeginPublishingAsync()
    {
        if (session.Provider is null)
        {
            // To refuse its signals would use up their numbers.
            session.End(SessionEnd.NoProvider);
            return;
        }

        _isPublishing = true;
        await TellLastAsync();
    }

    private async Task TellLastAsync() =>
        session.Post(ServerLines.Last(await ProviderGrain().GetLastNumberAsync(session.Account)));

    private async Task PublishAsync(TerminalSignal signal)
    {
        var answer = await ProviderGrain().PublishFromTerminalAsync(session.Account, signal);
        session.Services.Metrics.SignalAnswered(answer.Status.ToString());
        session.Post(ServerLines.Published(signal.Number, answer));
        if (answer.Status == PublishStatus.Gap)
        {
            if (answer.Code.Length > 0)
            {
                // It was the next one, and could not be taken now: the client begins again when it is told to.
                await Task.Delay(RefusedWait, session.Services.Time, session.Ending);
            }

            await TellLastAsync();
        }
    }

    private async Task MarkAsync(TerminalMark mark) =>
        session.Services.Metrics.MarkTaken(await ProviderGrain().MarkAsync(session.Account, mark));

    private IProviderGrain ProviderGrain() =>
        session.Services.Grains.GetGrain<IProviderGrain>(session.Provider!.Value.Value);

    private async Task ResumeAsync()
    {
        // What the client has reported counts before it is told what has no result yet.
        await session.Reports.WhenIdleAsync().WaitAsync(session.Ending);
        var subscriptions = await session.Services.CallInTurnAsync(
            () => session.AccountGrain.GetSubscriptionsAsync(session.Id), session.Ending);
        if (subscriptions is null)
        {
            await LeaveAsync(BridgeEnds.Replaced);
            return;
        }

        if (await session.Feeds.ResumeAsync(subscriptions))
        {
            session.Post(ServerLines.Live);
        }
    }
}
