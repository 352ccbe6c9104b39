using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy;

/// <summary>Checks each currency, and that none counts in two ways.</summary>
internal sealed class CopyOptionsValidator(IOptions<PlatformOptions> platform) : IValidateOptions<CopyOptions>
{
    public ValidateOptionsResult Validate(string? name, CopyOptions options)
    {
        var problems = options.FeeCurrencies.SelectMany(ProblemsOf).Concat(Twice(options.FeeCurrencies)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> ProblemsOf(FeeCurrencyOptions entry)
    {
        var broken = new List<ValidationResult>();
        Validator.TryValidateObject(entry, new ValidationContext(entry), broken, validateAllProperties: true);
        foreach (var problem in broken)
        {
            yield return $"Copy:FeeCurrencies: {problem.ErrorMessage}";
        }

        if (Find(entry) is null)
        {
            yield return $"Copy:FeeCurrencies has the asset '{entry.Asset}' for '{entry.Currency}'."
                + " It must be in Platform:Assets.";
        }
    }

    private IEnumerable<string> Twice(IEnumerable<FeeCurrencyOptions> entries) => entries
        .GroupBy(entry => (entry.Currency, Find(entry)?.Id))
        .Where(group => group.Key.Id is not null && group.Count() > 1)
        .Select(group => $"Copy:FeeCurrencies has '{group.Key.Currency}' twice for {group.Key.Id}. Keep one.");

    private AssetOptions? Find(FeeCurrencyOptions entry) =>
        platform.Value.Assets.Find(asset => asset.Alias == entry.Asset || asset.Id == entry.Asset);
}
