namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// Keeps calls and timer ticks from beginning on spoilt memory, and answers from leaving it: a call that ran beside
/// the failed write may have seen what was never stored.
/// </summary>
internal sealed class SpoiledCallFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var guard = ActivationGuard.Find(context.TargetContext);
        guard?.ThrowIfSpoiled();
        await context.Invoke();
        guard?.ThrowIfSpoiled();
    }
}
