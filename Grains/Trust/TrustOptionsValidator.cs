using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Trust;

/// <summary>Checks what spans several options: the weights' sum, the order of bands.</summary>
internal sealed class TrustOptionsValidator : IValidateOptions<TrustOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustOptions options)
    {
        List<string> problems = [.. TrustBands.Problems(options.Bands)];
        if (TrustScoring.Default(options).Problem() is { } problem)
        {
            problems.Insert(0, $"Trust: {problem}");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
