using System.Reflection;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Errors;

public sealed class ErrorCatalogTests
{
    private static readonly string[] Codes =
        [.. ConstantsOf(typeof(ErrorCodes)), .. ConstantsOf(typeof(HttpErrorCodes))];

    [Fact]
    public void Every_code_has_a_kind_and_every_kind_a_code()
    {
        Assert.True(Codes.Length > 40);
        Assert.Equal(
            Codes.Order(StringComparer.Ordinal), ErrorCatalog.All.Select(k => k.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kinds_are_refusals_with_a_sentence_and_a_type_that_ends_in_the_code() => Assert.All(
        ErrorCatalog.All,
        kind =>
        {
            Assert.InRange(kind.Status, 400, 599);
            Assert.EndsWith(".", kind.Title, StringComparison.Ordinal);
            Assert.Equal($"urn:orleanstrading:error:{kind.Code}", kind.Type);
            Assert.Equal(kind.Status is 429 or 503, kind.RetrySeconds is not null);
        });

    [Fact]
    public void The_documentation_lists_each_code_once_with_its_status_and_none_besides()
    {
        var rows = File.ReadAllLines("docs/errors.md")
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 5 && cells[1].StartsWith('`'))
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]}");

        Assert.Equal(
            ErrorCatalog.All.Select(k => $"{k.Code} {k.Status}").Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_guide_explains_each_reason_of_a_quote_or_payment_once_and_none_besides()
    {
        var rows = File.ReadAllLines("docs/api.md").SkipWhile(line => line != "## Reasons").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 5 && cells[1].StartsWith('`'))
            .Select(cells => cells[1].Trim('`'));

        Assert.Equal(
            ConstantsOf(typeof(PaymentReasons)).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ConstantsOf(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!);
}
