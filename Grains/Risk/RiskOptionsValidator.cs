using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk;

/// <summary>What the names in the limits and allow lists must be, and the limits in them.</summary>
internal sealed class RiskOptionsValidator(IOptions<PlatformOptions> platform) : IValidateOptions<RiskOptions>
{
    private const long UsdCentsMax = 1_000_000_000_000;

    public ValidateOptionsResult Validate(string? name, RiskOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(RiskOptions options)
    {
        var assets = platform.Value.Assets.Select(asset => asset.Alias).ToHashSet(StringComparer.Ordinal);
        var chains = platform.Value.Chains.Select(chain => chain.Name).ToHashSet(StringComparer.Ordinal);
        var named = Names("Assets", options.Assets.Keys, assets, "Platform:Assets")
            .Concat(Names("Chains", options.Chains.Keys, chains, "Platform:Chains"))
            .Concat(Names("AllowedAssets", options.AllowedAssets, assets, "Platform:Assets"))
            .Concat(Names("AllowedChains", options.AllowedChains, chains, "Platform:Chains"));
        foreach (var problem in named)
        {
            yield return problem;
        }

        foreach (var pair in options.AllowedPairs)
        {
            if (pair.Split('>') is not [var pay, var receive] || !assets.Contains(pay) || !assets.Contains(receive))
            {
                yield return $"Risk:AllowedPairs has '{pair}'."
                    + " It must be two assets of Platform:Assets, paid>received.";
            }
        }

        var limits = options.Assets.Concat(options.Chains).OrderBy(limit => limit.Key, StringComparer.Ordinal);
        foreach (var (owner, limit) in limits)
        {
            if (IsOut(limit.QuoteUsdCentsMax) || IsOut(limit.DayUsdCentsMax) || IsOut(limit.UserDayUsdCentsMax))
            {
                yield return $"Risk has a limit of {owner} that is not 1 to {UsdCentsMax} hundredths of a dollar.";
            }
        }

        if (options.Breakers.OpenTimeMax < options.Breakers.OpenTime)
        {
            yield return $"Risk:Breakers:OpenTimeMax is {options.Breakers.OpenTimeMax}."
                + $" It must be at least Risk:Breakers:OpenTime, {options.Breakers.OpenTime}.";
        }
    }

    private static bool IsOut(long? cents) => cents is < 1 or > UsdCentsMax;

    private static IEnumerable<string> Names(
        string option, IEnumerable<string> names, HashSet<string> known, string where) =>
        names.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => $"Risk:{option} names '{name}'. It must be in {where}.");
}
