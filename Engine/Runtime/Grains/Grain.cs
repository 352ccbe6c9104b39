using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Creates it inside the activation that is being built.</summary>
    protected Grain()
        : this(RuntimeContext.Current!)
    {
    }

    /// <summary>Creates it for a given context, which a unit test may supply.</summary>
    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    /// <inheritdoc/>
    [AllowNull]
    public IGrainContext GrainContext { get; private set; }

    /// <summary>Gets a reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>Gets the identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Gets what makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Gets the host's services.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext?.ActivationServices
        ?? throw new InvalidOperationException(
            $"{GetType().Name} was created outside an activation. Get it through IGrainFactory, or pass an"
                + " IGrainContext.");

#pragma warning disable CA1725 // The parameter names are those of Orleans' Grain.
    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;
#pragma warning restore CA1725

    /// <summary>Drops the activation after the calls that run now.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps the activation from being collected for at least this long; zero or less takes it back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => RuntimeContext.Of(this).DelayDeactivation(timeSpan);
}
