namespace OrleansTrading.Devnet.Faults;

/// <summary>The faults that one request meets.</summary>
internal sealed class RequestFaults
{
    /// <summary>A request that meets none.</summary>
    internal static readonly RequestFaults None = new(new Dictionary<FaultKind, uint>());

    private readonly Dictionary<FaultKind, uint> _sizes;

    internal RequestFaults(Dictionary<FaultKind, uint> sizes) => _sizes = sizes;

    internal bool Has(FaultKind kind) => _sizes.ContainsKey(kind);

    /// <summary>How large the fault is; 0 when there is none.</summary>
    internal uint SizeOf(FaultKind kind) => _sizes.GetValueOrDefault(kind);
}
