using System.Text;

namespace OrleansTrading.Devnet.Faults;

/// <summary>How large a fault is: heights, milliseconds or a factor, as its kind says.</summary>
/// <param name="Default">When a request for a fault does not say.</param>
/// <param name="Max">The largest; by seed every size from 1 to this is drawn alike.</param>
internal readonly record struct FaultSize(uint Default, uint Max);

/// <summary>The kinds of faults: their names, their sizes, and which of them exclude each other.</summary>
internal static class FaultCatalogue
{
    internal static readonly IReadOnlyList<FaultKind> All = Enum.GetValues<FaultKind>();

    /// <summary>Nothing is executed. The first that applies is the only one that happens.</summary>
    internal static readonly IReadOnlyList<FaultKind> Refusals =
        [FaultKind.Down, FaultKind.RateLimit, FaultKind.LoseRequest];

    /// <summary>What becomes of a submission. At most the first that applies happens.</summary>
    internal static readonly IReadOnlyList<FaultKind> Fates =
    [
        FaultKind.Drop, FaultKind.Delay, FaultKind.Fork, FaultKind.ForkLate, FaultKind.Fail, FaultKind.Duplicate,
    ];

    private static readonly Dictionary<string, FaultKind> s_byName = All.ToDictionary(NameOf, StringComparer.Ordinal);

    internal static FaultSize SizeOf(FaultKind kind) => kind switch
    {
        FaultKind.Delay => new FaultSize(5, 100),

        // Networks cut it to what is not final yet.
        FaultKind.Fork or FaultKind.ForkLate => new FaultSize(100, 100),
        FaultKind.SlowReply => new FaultSize(1_000, 30_000),
        FaultKind.Stale => new FaultSize(10, 32),
        FaultKind.Pruned => new FaultSize(10, 100),
        FaultKind.FeeSpike => new FaultSize(100, 1_000),
        _ => new FaultSize(1, 1),
    };

    internal static FaultKind? Find(string name) => s_byName.TryGetValue(name, out var kind) ? kind : null;

    /// <summary><c>LoseReply</c> becomes <c>lose-reply</c>.</summary>
    internal static string NameOf(FaultKind kind)
    {
        var name = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
