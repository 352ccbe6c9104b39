using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class FilterTests
{
    [Fact]
    public async Task Filters_run_in_their_order_around_the_grains_own_and_the_method()
    {
        await using var engine = await StartAsync();
        await engine.Get<IFilteredGrain>("f").AddAsync(1, 2);
        Assert.Equal(
            ["outer+ FilteredGrain.AddAsync(1,2)", "inner+", "own+", "method", "own- 3", "inner-", "outer- 3"],
            await engine.Probe.NextAsync(7));
    }

    [Fact]
    public async Task A_filter_may_change_arguments_and_result()
    {
        await using var engine = await StartAsync();
        Assert.Equal(1003, await engine.Get<IFilteredGrain>("replace").AddAsync(1, 2));
        Assert.Equal(42, await engine.Get<IFilteredGrain>("argument").AddAsync(1, 2));
        Assert.Equal(-1, await engine.Get<IFilteredGrain>("skip").AddAsync(1, 2));
        Assert.Equal(2, engine.Probe.Count("method"));
    }

    [Fact]
    public async Task A_filter_sees_what_the_method_throws_and_may_turn_it_into_an_answer()
    {
        await using var engine = await StartAsync();
        await Assert.ThrowsAsync<OddException>(() => engine.Get<IFilteredGrain>("f").FailAsync());
        Assert.Equal(1, engine.Probe.Count("outer! OddException"));
        await engine.Get<IFilteredGrain>("forgive").FailAsync();
    }

    [Fact]
    public async Task A_filter_knows_the_caller_the_target_and_both_methods()
    {
        await using var engine = await StartAsync();
        await engine.Get<IFilteredGrain>("caller").RelayAsync("callee");
        var seen = engine.Probe.Count("filtered/caller -> filtered/callee IFilteredGrain.AddAsync FilteredGrain");
        Assert.Equal(1, seen);
        Assert.Equal(1, engine.Probe.Count("outside -> filtered/caller IFilteredGrain.RelayAsync FilteredGrain"));
    }

    [Fact]
    public async Task A_filter_may_drop_the_activation_whose_call_failed()
    {
        await using var engine = await StartAsync();
        var grain = engine.Get<IFilteredGrain>("drop");
        Assert.Equal(1, await grain.CountAsync());
        Assert.Equal(2, await grain.CountAsync());
        await Assert.ThrowsAsync<OddException>(() => grain.FailAsync());
        Assert.Equal(1, await grain.CountAsync());
    }

    private static Task<TestEngine> StartAsync() => TestEngine.StartAsync(add: services =>
    {
        services.AddSingleton<IIncomingGrainCallFilter, OuterFilter>();
        services.AddSingleton<IIncomingGrainCallFilter, InnerFilter>();
    });
}

internal sealed class OuterFilter(Probe probe) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var arguments = string.Join(
            ',',
            Enumerable.Range(0, context.Request.GetArgumentCount()).Select(context.Request.GetArgument));
        probe.Tell($"outer+ {context.Grain.GetType().Name}.{context.MethodName}({arguments})");
        var source = context.SourceId?.ToString() ?? "outside";
        if (context.TargetId.Key.ToString() is "callee" or "caller")
        {
            probe.Tell(
                $"{source} -> {context.TargetId} {context.InterfaceName}.{context.InterfaceMethod.Name}"
                + $" {context.ImplementationMethod.DeclaringType?.Name}");
        }

        try
        {
            await context.Invoke();
        }
        catch (OddException error)
        {
            probe.Tell($"outer! {error.GetType().Name}");
            if (context.TargetId.Key.ToString() == "drop")
            {
                (context.Grain as IGrainBase)?.DeactivateOnIdle();
            }

            if (context.TargetId.Key.ToString() != "forgive")
            {
                throw;
            }
        }

        probe.Tell(string.Create(CultureInfo.InvariantCulture, $"outer- {context.Result}"));
    }
}

internal sealed class InnerFilter(Probe probe) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        probe.Tell("inner+");
        switch (context.TargetId.Key.ToString())
        {
            case "skip":
                context.Result = -1;
                break;
            case "argument":
                context.Request.SetArgument(1, 41);
                await context.Invoke();
                break;
            case "replace":
                await context.Invoke();
                context.Result = (int)context.Result! + 1000;
                break;
            default:
                await context.Invoke();
                break;
        }

        probe.Tell("inner-");
    }
}

internal interface IFilteredGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int left, int right);

    Task FailAsync();

    Task RelayAsync(string key);

    Task<int> CountAsync();
}

internal sealed class FilteredGrain(Probe probe) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    private int count;

    public Task<int> AddAsync(int left, int right)
    {
        probe.Tell("method");
        return Task.FromResult(left + right);
    }

    public async Task FailAsync()
    {
        await Task.Yield();
        throw new OddException(1);
    }

    public Task RelayAsync(string key) => GrainFactory.GetGrain<IFilteredGrain>(key).AddAsync(1, 1);

    public Task<int> CountAsync() => Task.FromResult(++count);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        probe.Tell("own+");
        await context.Invoke();
        probe.Tell(string.Create(CultureInfo.InvariantCulture, $"own- {context.Result}"));
    }
}
