using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.OpenApi;

public sealed partial class OpenApiDocumentTests
{
    [Fact]
    public async Task Every_route_is_described_with_a_name_and_a_summary_and_nothing_else_is()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);

        var described = Operations(document).ToDictionary(
            o => $"{o.Method} {o.Path}", o => o.Operation.GetProperty("operationId").GetString());

        Assert.Equal(
            Routes(host).ToDictionary(r => $"{r.Method} {Path(r)}", r => (string?)r.Name), described);
        Assert.Equal(described.Count, described.Values.Distinct().Count());
        Assert.All(Operations(document), o => Assert.NotEmpty(o.Operation.GetProperty("summary").GetString()!));
    }

    [Fact]
    public async Task Bodies_answers_and_refusals_have_schemas()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);

        foreach (var route in Routes(host))
        {
            var operation = Operation(document, route);
            if (route.Request is { } request)
            {
                Assert.EndsWith(
                    $"/{request.Name}", SchemaOf(operation.GetProperty("requestBody"), "application/json"),
                    StringComparison.Ordinal);
            }

            foreach (var reply in route.Replies)
            {
                var response = operation.GetProperty("responses").GetProperty($"{reply.Status}");
                if (reply.Body is { } body)
                {
                    Assert.EndsWith($"/{body.Name}", SchemaOf(response, "application/json"), StringComparison.Ordinal);
                }
            }

            foreach (var code in ApiRoutes.ErrorsOf(route))
            {
                var status = Api.Errors.ErrorCatalog.Get(code).Status;
                var response = operation.GetProperty("responses").GetProperty($"{status}");
                Assert.EndsWith(
                    "/ProblemBody", SchemaOf(response, "application/problem+json"), StringComparison.Ordinal);
                Assert.Contains(code, response.GetProperty("description").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Routes_that_need_credentials_name_their_scheme()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);

        Assert.Equal(
            ["bearer", "bearer"],
            document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
                .Select(s => s.Value.GetProperty("scheme").GetString()));
        foreach (var route in Routes(host))
        {
            var security = Operation(document, route).TryGetProperty("security", out var stated)
                ? stated.GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal).ReplaceLineEndings("")
                : "[]";
            Assert.Equal(
                route.Access switch
                {
                    Access.User => """[{"session":[]}]""",
                    Access.UserOrAnybody => """[{"session":[]},{}]""",
                    Access.Operator => """[{"operator":[]}]""",
                    _ => "[]",
                },
                security);
        }
    }

    [Fact]
    public async Task Parameters_of_path_query_and_header_are_described()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);

        foreach (var route in Routes(host))
        {
            var inPath = PathParameter().Matches(route.Pattern).Select(m => m.Groups[1].Value);
            var described = Operation(document, route).TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().ToList()
                : [];

            Assert.Equal(
                route.Parameters.Select(p => p.Name), described.Select(p => p.GetProperty("name").GetString()));
            Assert.Equal(
                inPath,
                described.Where(p => p.GetProperty("in").GetString() == "path")
                    .Select(p => p.GetProperty("name").GetString()!));
            Assert.All(described, p => Assert.NotEmpty(p.GetProperty("description").GetString()!));
        }
    }

    [Fact]
    public async Task Every_member_of_every_body_is_described_and_references_lead_somewhere()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(
            schemas.EnumerateObject().SelectMany(s => s.Value.GetProperty("properties").EnumerateObject()
                .Select(p => (Name: $"{s.Name}.{p.Name}", p.Value))),
            p => Assert.True(p.Value.GetRawText().Contains("\"description\"", StringComparison.Ordinal), p.Name));
        Assert.All(
            Reference().Matches(document.GetRawText()).Select(m => m.Groups[1].Value).Distinct(),
            name => Assert.True(schemas.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task The_document_is_the_same_each_time_and_for_anybody()
    {
        await using var host = await ApiHost.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.GetAsync("/openapi/v1.json")));

        Assert.All(replies, reply => Assert.Equal((HttpStatusCode.OK, replies[0].Text), (reply.Status, reply.Text)));
        Assert.Equal("application/json", replies[0].ContentType);
    }

    [GeneratedRegex(@"\{\*{0,2}(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference();

    private static async Task<JsonElement> ReadAsync(ApiHost host)
    {
        var reply = await host.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Json;
    }

    private static List<ApiRoute> Routes(ApiHost host)
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<ApiRoute>()).OfType<ApiRoute>().ToList();
        Assert.True(routes.Count >= 15);
        return routes;
    }

    private static string Path(ApiRoute route) => route.Pattern.Replace("**", string.Empty, StringComparison.Ordinal);

    private static JsonElement Operation(JsonElement document, ApiRoute route) => document.GetProperty("paths")
        .GetProperty(Path(route)).GetProperty(route.Method.ToLowerInvariant());

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject(),
            (path, operation) => (operation.Name.ToUpperInvariant(), path.Name, operation.Value));

    private static string SchemaOf(JsonElement holder, string contentType) => holder.GetProperty("content")
        .GetProperty(contentType).GetProperty("schema").GetProperty("$ref").GetString()!;
}
