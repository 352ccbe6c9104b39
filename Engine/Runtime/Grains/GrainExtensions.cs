namespace OrleansTrading.Engine;

/// <summary>What can be asked of a grain or a reference.</summary>
public static class GrainExtensions
{
    /// <summary>The identity of a grain or of what a reference refers to.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        IGrainBase { GrainContext: { } context } => context.GrainId,
        GrainReference reference => reference.GrainId,
        _ => throw new ArgumentException($"{grain.GetType().Name} is neither an activated grain nor a reference."),
    };

    /// <summary>The text key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>A reference to a grain, which unlike the grain object may be given to others.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
        where TGrainInterface : IAddressable => grain switch
        {
            IGrainBase { GrainContext: { } context } => context.GrainReference.Cast<TGrainInterface>(),
            GrainReference reference => reference.Cast<TGrainInterface>(),
            _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a reference."),
        };

    /// <summary>The same grain by another of its interfaces.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain)
        where TGrainInterface : IAddressable => grain.AsReference<TGrainInterface>();
}
