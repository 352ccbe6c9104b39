namespace OrleansTrading.Engine.Tests.Runtime;

internal interface ISchedulerGrain : IGrainWithStringKey
{
    Task<bool> IsAlwaysHereAsync();

    Task<(List<int> Same, string Text)> EchoAsync(
        List<int> list, int number, string text, string? nothing, UInt128 big);

    ValueTask<int> ValueAsync(int value);

    ValueTask ValueAsync();
}

internal sealed class SchedulerGrain : Grain, ISchedulerGrain
{
    private int inside;

    public async Task<bool> IsAlwaysHereAsync()
    {
        var here = Enter() & Leave();
        await Task.Yield();
        here &= Enter() & Leave();
        await Task.Run(() => Thread.Yield());
        here &= Enter() & Leave();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            await Task.Yield();
            here &= Enter() & Leave();
        }));
        here &= Enter() & Leave();
        await Task.Factory.StartNew(
            () => here &= Enter() & Leave(), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        return here & Enter() & Leave();
    }

    public Task<(List<int> Same, string Text)> EchoAsync(
        List<int> list, int number, string text, string? nothing, UInt128 big) =>
        Task.FromResult((list, $"{number} {text} {nothing} {big}"));

    public async ValueTask<int> ValueAsync(int value)
    {
        await Task.Yield();
        return value;
    }

    public ValueTask ValueAsync() => ValueTask.CompletedTask;

    private bool Enter() => Interlocked.Increment(ref inside) == 1
        && ReferenceEquals(TaskScheduler.Current, GrainContext)
        && ReferenceEquals(RuntimeContext.Current, GrainContext);

    private bool Leave() => Interlocked.Decrement(ref inside) == 0;
}

internal sealed class OddException : Exception
{
    internal const int Code = unchecked((int)0x80C0DE01);

    internal OddException(int number)
        : base($"odd {number}")
    {
        Number = number;
        HResult = Code;
    }

    internal int Number { get; }
}

internal interface IFailingGrain : IGrainWithStringKey
{
    Task FailAsync(int number);

    Task FailAtOnceAsync(int number);

    Task RelayAsync(string other);

    Task RelayAwaitingAsync(string other);

    Task CancelAsync();

    Task NoTaskAsync();

    [OneWay]
    Task FailOneWayAsync(int number);

    Task<int> StillHereAsync();
}

internal sealed class FailingGrain : Grain, IFailingGrain
{
    private int calls;

    public async Task FailAsync(int number)
    {
        await Task.Yield();
        ThrowHere(number);
    }

    public Task FailAtOnceAsync(int number)
    {
        ThrowHere(number);
        return Task.CompletedTask;
    }

    public Task RelayAsync(string other) => GrainFactory.GetGrain<IFailingGrain>(other).FailAsync(9);

    public async Task RelayAwaitingAsync(string other) =>
        await GrainFactory.GetGrain<IFailingGrain>(other).FailAsync(10);

    public Task CancelAsync() => Task.FromCanceled(new CancellationToken(canceled: true));

    public Task NoTaskAsync() => null!;

    public Task FailOneWayAsync(int number) => FailAsync(number);

    public Task<int> StillHereAsync() => Task.FromResult(++calls);

    internal static void ThrowHere(int number) => throw new OddException(number);
}

internal interface IContextGrain : IGrainWithStringKey
{
    Task<string> ReadAsync(string? next);

    Task SetAsync(string value);
}

internal sealed class ContextGrain : Grain, IContextGrain
{
    public async Task<string> ReadAsync(string? next)
    {
        var mine = RequestContext.Get("user") ?? "-";
        return next is null ? $"{mine}" : $"{mine} {await GrainFactory.GetGrain<IContextGrain>(next).ReadAsync(null)}";
    }

    public Task SetAsync(string value)
    {
        RequestContext.Set("user", value);
        return Task.CompletedTask;
    }
}
