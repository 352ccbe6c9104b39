using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Json;

/// <summary>Limits on the texts of a request, before anything else reads them.</summary>
internal static class TextRules
{
    /// <summary>Refuses a text that is longer than any right one could be.</summary>
    internal static Refusal? Check(string field, string? text, int lengthMax = ApiConstants.TextLengthMax) =>
        text is null || text.Length <= lengthMax
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = field,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{field}' has {text.Length} characters; at most {lengthMax} are read."),
            };
}
