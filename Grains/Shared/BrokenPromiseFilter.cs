using Microsoft.Extensions.Logging;

namespace OrleansTrading.Grains;

/// <summary>Drops an activation whose call broke a promise, so that the next call starts from what is stored.</summary>
internal sealed class BrokenPromiseFilter(ILogger<BrokenPromiseFilter> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(context.Grain?.GetType().Name ?? "?", broken);
            (context.Grain as IGrainBase)?.DeactivateOnIdle();
            throw;
        }
    }
}
