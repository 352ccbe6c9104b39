using System.Collections.Concurrent;

namespace OrleansTrading.Engine;

/// <summary>Which activation stands for which grain: at most one.</summary>
internal sealed class ActivationDirectory
{
    private readonly ConcurrentDictionary<GrainId, Activation> activations = new();

    /// <summary>Gets how many there are; takes all the directory's locks.</summary>
    internal int Count => activations.Count;

    /// <summary>Gets whether there is none.</summary>
    internal bool IsEmpty => activations.IsEmpty;

    /// <summary>Gets them all as they are met, without a snapshot.</summary>
    internal IEnumerable<Activation> All => activations.Select(pair => pair.Value);

    /// <summary>The grain's activation; null when there is none.</summary>
    internal Activation? Find(GrainId grainId) => activations.GetValueOrDefault(grainId);

    /// <summary>The grain's activation, made if there is none.</summary>
    internal Activation GetOrAdd(EngineRuntime runtime, GrainClass grainClass, GrainId grainId) =>
        activations.TryGetValue(grainId, out var found)
            ? found
            : activations.GetOrAdd(
                grainId,
                static (id, make) => new Activation(make.runtime, make.grainClass, id),
                (runtime, grainClass));

    /// <summary>Puts a successor in the place of an activation that ended, or nothing.</summary>
    internal void Replace(Activation ended, Activation? successor)
    {
        if (successor is not null)
        {
            activations[ended.GrainId] = successor;
        }
        else
        {
            activations.TryRemove(new KeyValuePair<GrainId, Activation>(ended.GrainId, ended));
        }
    }
}
