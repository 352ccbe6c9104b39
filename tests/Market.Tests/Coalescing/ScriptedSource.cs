using System.Threading.Channels;

namespace OrleansTrading.Market.Tests.Coalescing;

/// <summary>A source whose every fetch waits for the test to answer it.</summary>
internal sealed class ScriptedSource : IPriceSource
{
    private readonly Channel<ScriptedFetch> _fetches = Channel.CreateUnbounded<ScriptedFetch>();
    private int _count;

    public string Description => "scripted";

    public int Fetches => Volatile.Read(ref _count);

    public Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default)
    {
        var fetch = new ScriptedFetch(feeds, cancellationToken);
        Interlocked.Increment(ref _count);
        _fetches.Writer.TryWrite(fetch);
        return fetch.Result;
    }

    public async Task<ScriptedFetch> NextFetch() => await _fetches.Reader.ReadAsync();
}

internal sealed class ScriptedFetch(IReadOnlyList<string> feeds, CancellationToken token)
{
    private readonly TaskCompletionSource<IReadOnlyList<PriceAnswer>> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Feeds => feeds;

    public CancellationToken Token => token;

    public Task<IReadOnlyList<PriceAnswer>> Result => _result.Task;

    public void Answer(long mantissa) => _result.SetResult(
        [.. feeds.Select(feed => new PriceAnswer(
            new Price(feed, mantissa, 1, -8, DateTimeOffset.UnixEpoch, "scripted"), null))]);

    public void AnswerNothing() => _result.SetResult([]);

    public void Fail(string problem) => _result.SetResult([.. feeds.Select(_ => new PriceAnswer(null, problem))]);

    public void Throw(Exception exception) => _result.SetException(exception);
}
