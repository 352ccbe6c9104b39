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
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return type.Type == typeof(string) && element.ValueKind != JsonValueKind.String
                ? Malformed(path, $"'{path}' must be a JSON string, not {Describe(element.ValueKind)}.")
                : null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return path.Length == 0
                ? Malformed(null, $"The body must be a JSON object, not {Describe(element.ValueKind)}.")
                : Malformed(path, $"'{path}' must be a JSON object, not {Describe(element.ValueKind)}.");
        }

        return Unknown(element, type, path) ?? Members(element, type, path);
    }

    private static Refusal? Unknown(JsonElement element, JsonTypeInfo type, string path)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!type.Properties.Any(p => p.Name == member.Name))
            {
                var known = string.Join(", ", type.Properties.Select(p => p.Name));
                var name = Join(path, member.Name.Length <= NameShownMax ? member.Name : member.Name[..NameShownMax]);
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
