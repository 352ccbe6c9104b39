using System.Collections.Frozen;
using System.Text.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Json;

/// <summary>An enumeration's values as the API writes them: their names in camel case.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> s_names = Enum.GetValues<T>().ToFrozenDictionary(
        value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> s_values =
        s_names.ToFrozenDictionary(name => name.Value, name => name.Key, StringComparer.Ordinal);

    private static readonly string s_known = string.Join(", ", Enum.GetValues<T>().Select(Of));

    /// <summary>The value's name.</summary>
    internal static string Of(T value) => s_names[value];

    /// <summary>Reads a name; left out, it is the default.</summary>
    /// <param name="field">The member's name, for the refusal.</param>
    /// <param name="text">The name; null: left out.</param>
    /// <param name="absent">The default.</param>
    /// <param name="value">The value.</param>
    internal static Refusal? Read(string field, string? text, T absent, out T value)
    {
        value = absent;
        return text is null || s_values.TryGetValue(text, out value)
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = field,
                Detail = $"{field} is one of: {s_known}.",
            };
    }
}
