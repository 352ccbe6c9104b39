namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>
/// The mistakes that the simulator has to find. Each is small and could have been written by accident; each breaks one
/// rule of docs/exactly-once.md or docs/copy-trading.md, in the product as it is today.
/// </summary>
internal static partial class MutantCatalogue
{
    /// <summary>All of them, in the order in which a payment meets the code; then those of copying.</summary>
    internal static IReadOnlyList<Mutant> All { get; } =
        [
            .. OfStorage, .. OfPayments, .. OfQuotes, .. OfTreasury, .. OfWallets, .. OfWalletTransfers, .. OfChains,
            .. OfCopying,
        ];

    internal static Mutant Find(string name) => All.Single(mutant => mutant.Name == name);
}
