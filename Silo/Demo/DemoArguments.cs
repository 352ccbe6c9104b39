using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>Where the demo's customer finds everything, and what it trades.</summary>
/// <param name="Api">The API.</param>
/// <param name="Networks">The chains' own servers.</param>
/// <param name="Pair">What is paid and what is received.</param>
/// <param name="Amount">How much to pay, as the API spells amounts; null: the demo's own choice for the asset.</param>
internal sealed record DemoArguments(Uri Api, NetworkUrls Networks, AssetPair Pair, string? Amount);

/// <summary>What is paid and what is received, by alias.</summary>
internal sealed record AssetPair(string Pay, string Receive)
{
    public override string ToString() => $"{Pay} -> {Receive}";
}
