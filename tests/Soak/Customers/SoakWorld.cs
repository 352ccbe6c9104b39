using OrleansTrading.Audit;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Soak.Customers;

/// <summary>What all customers of a run share.</summary>
internal sealed record SoakWorld
{
    internal required SoakApi Api { get; init; }

    internal required ChainPorts Ports { get; init; }

    internal required AssetCatalog Catalog { get; init; }

    internal required Tally Tally { get; init; }

    internal required Findings Findings { get; init; }

    internal required TimeProvider Clock { get; init; }
}
