using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Wallets;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>
/// The money is held until a withdrawal is paid out, so a hold must last that long; and what has limits must be there.
/// </summary>
internal sealed class WithdrawalOptionsValidator(IOptions<WalletOptions> wallets, IOptions<PlatformOptions> platform)
    : IValidateOptions<WithdrawalOptions>
{
    public ValidateOptionsResult Validate(string? name, WithdrawalOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(WithdrawalOptions options)
    {
        if (options.Delay + options.ExecuteWithin > wallets.Value.HoldTimeMax)
        {
            yield return
                $"Withdrawals:Delay is {options.Delay} and Withdrawals:ExecuteWithin {options.ExecuteWithin}. Together"
                + $" they must not exceed Wallets:HoldTimeMax, {wallets.Value.HoldTimeMax}.";
        }

        var problems = Problems("Assets", options.Assets, platform.Value.Assets.Select(asset => asset.Alias))
            .Concat(Problems("Chains", options.Chains, platform.Value.Chains.Select(chain => chain.Name)));
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Problems(
        string what, Dictionary<string, WithdrawalLimitOptions> limits, IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        foreach (var (owner, limit) in limits.OrderBy(limit => limit.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(owner))
            {
                yield return $"Withdrawals:{what} names '{owner}'. It must be in Platform:{what}.";
            }

            if (IsOut(limit.OneUsdCentsMax) || IsOut(limit.UserDayUsdCentsMax) || IsOut(limit.DayUsdCentsMax))
            {
                yield return $"Withdrawals:{what} has a limit of {owner} that is not 1 to"
                    + $" {WithdrawalLimitOptions.UsdCentsMax} hundredths of a dollar.";
            }
        }
    }

    private static bool IsOut(long? cents) => cents is < 1 or > WithdrawalLimitOptions.UsdCentsMax;
}
