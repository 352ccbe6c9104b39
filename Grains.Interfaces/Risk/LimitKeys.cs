using System.Globalization;

namespace OrleansTrading.Grains;

/// <summary>Names of limits, and keys of the counters of those of all users together.</summary>
public static class LimitKeys
{
    /// <summary>The limit of all quotes.</summary>
    public const string Platform = "platform";

    /// <summary>The limits of a user's quotes.</summary>
    public const string Quotes = "quotes";

    /// <summary>The limits of a user's withdrawals, and that of all users' together.</summary>
    public const string Withdrawals = "withdrawals";

    /// <summary>The limit of an asset, by its alias.</summary>
    public static string OfAsset(string alias) => $"asset:{alias}";

    /// <summary>The limit of a chain, by its short name.</summary>
    public static string OfChain(string chain) => $"chain:{chain}";

    /// <summary>The limit of an asset's withdrawals, by its alias.</summary>
    public static string OfWithdrawnAsset(string alias) => $"{Withdrawals}:asset:{alias}";

    /// <summary>The limit of a chain's withdrawals, by its short name.</summary>
    public static string OfWithdrawnChain(string chain) => $"{Withdrawals}:chain:{chain}";

    /// <summary>Whether a limit is one of withdrawals: of all, of an asset's or of a chain's.</summary>
    public static bool IsOfWithdrawals(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == Withdrawals || name.StartsWith($"{Withdrawals}:", StringComparison.Ordinal);
    }

    /// <summary>The key of the counter of a limit on a UTC day.</summary>
    public static string Counter(string name, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}|{name}");

    /// <summary>The limit and the day of a counter's key.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static (string Name, DateOnly Day) Parse(string key)
    {
        var separator = key.IndexOf('|', StringComparison.Ordinal);
        return separator > 0
            ? (key[(separator + 1)..],
                DateOnly.ParseExact(key.AsSpan(0, separator), "yyyy-MM-dd", CultureInfo.InvariantCulture))
            : throw new FormatException($"'{key}' is no counter's key.");
    }
}
