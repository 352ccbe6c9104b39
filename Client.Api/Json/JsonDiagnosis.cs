using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Json;

/// <summary>
/// Finds out why a body that the serialiser refused is refused, so that the answer names the field and the rule. Runs
/// only after a refusal.
/// </summary>
internal static class JsonDiagnosis
{
    private const int NameShownMax = 64;

    internal static Refusal Explain(ReadOnlySequence<byte> body, JsonTypeInfo type)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions
            {
                MaxDepth = ApiConstants.JsonDepthMax,
                AllowDuplicateProperties = false,
            });
            return Walk(document.RootElement, type, string.Empty)
                ?? Malformed(null, "The body cannot be read: a text in it is not valid Unicode.");
        }
        catch (JsonException problem)
        {
            var line = (problem.LineNumber ?? 0) + 1;
            var column = (problem.BytePositionInLine ?? 0) + 1;
            return Malformed(null, string.Create(
                CultureInfo.InvariantCulture,
                $"The body is not one JSON object (line {line}, byte {column}), is nested deeper than ")
                + string.Create(
                    CultureInfo.InvariantCulture, $"{ApiConstants.JsonDepthMax} levels, or names a member twice."));
        }
    }

    private static Refusal? Walk(JsonElement element, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.None:
                return Value(element, Nullable.GetUnderlyingType(type.Type) ?? type.Type, path);
            case JsonTypeInfoKind.Enumerable:
                return element.ValueKind != JsonValueKind.Array
                    ? Malformed(path, $"'{path}' must be a JSON array, not {Describe(element.ValueKind)}.")
                    : Items(element.EnumerateArray().Select((item, i) => ($"{path}[{i}]", item)), type);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return path.Length == 0
                ? Malformed(null, $"The body must be a JSON object, not {Describe(element.ValueKind)}.")
                : Malformed(path, $"'{path}' must be a JSON object, not {Describe(element.ValueKind)}.");
        }

        return type.Kind == JsonTypeInfoKind.Dictionary
            ? Items(element.EnumerateObject().Select(member => (Join(path, Shown(member.Name)), member.Value)), type)
            : Unknown(element, type, path) ?? Members(element, type, path);
    }

    private static Refusal? Value(JsonElement element, Type type, string path)
    {
        var wanted = type == typeof(string) && element.ValueKind != JsonValueKind.String ? "a JSON string"
            : type == typeof(bool) && element.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                ? "true or false"
            : (type == typeof(int) || type == typeof(long)) && element.ValueKind != JsonValueKind.Number
                ? "a whole number"
            : null;
        return wanted is not null ? Malformed(path, $"'{path}' must be {wanted}, not {Describe(element.ValueKind)}.")
            : type == typeof(int) && !element.TryGetInt32(out _)
                ? Malformed(path, $"'{path}' must be a whole number from {int.MinValue} to {int.MaxValue}.")
            : type == typeof(long) && !element.TryGetInt64(out _)
                ? Malformed(path, $"'{path}' must be a whole number from {long.MinValue} to {long.MaxValue}.")
            : null;
    }

    private static Refusal? Items(IEnumerable<(string Path, JsonElement Item)> items, JsonTypeInfo type)
    {
        var item = type.Options.GetTypeInfo(type.ElementType!);
        return items.Where(one => one.Item.ValueKind != JsonValueKind.Null)
            .Select(one => Walk(one.Item, item, one.Path))
            .FirstOrDefault(refusal => refusal is not null);
    }

    private static Refusal? Unknown(JsonElement element, JsonTypeInfo type, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!type.Properties.Any(p => p.Name == member.Name))
            {
                var known = string.Join(", ", type.Properties.Select(p => p.Name));
                var name = Join(path, Shown(member.Name));
                return Malformed(name, $"'{name}' is not known here. Known: {known}.");
            }
        }

        return null;
    }

    private static Refusal? Members(JsonElement element, JsonTypeInfo type, string path)
    {
        foreach (var property in type.Properties)
        {
            var name = Join(path, property.Name);
            if (!element.TryGetProperty(property.Name, out var value))
            {
                if (property.IsRequired)
                {
                    return Malformed(name, $"'{name}' is missing.");
                }
            }
            else if (value.ValueKind == JsonValueKind.Null)
            {
                if (!property.IsSetNullable)
                {
                    return Malformed(name, $"'{name}' must not be null.");
                }
            }
            else if (Walk(value, type.Options.GetTypeInfo(property.PropertyType), name) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal Malformed(string? field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };

    private static string Shown(string name) => name.Length <= NameShownMax ? name : name[..NameShownMax];

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
