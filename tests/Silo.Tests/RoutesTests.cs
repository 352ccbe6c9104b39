using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>What the server says about itself.</summary>
[Collection(SharedStage.Name)]
public sealed partial class RoutesTests(SharedStage shared)
{
    private const string DocumentPath = "/openapi/v1.json";

    [Fact]
    public async Task Every_route_of_the_guide_is_in_the_document()
    {
        var document = (await shared.Alice.Api.GetAsync(DocumentPath)).Expect(200);
        var served = document["paths"]!.AsObject().Select(path => path.Key).ToList();
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "api.md"));
        var told = Route().Matches(guide).Select(match => match.Value).Where(route => route != DocumentPath)
            .Distinct(StringComparer.Ordinal).ToList();

        Assert.True(told.Count >= 12, $"The guide names only {string.Join(", ", told)}.");
        Assert.All(told, route => Assert.Contains(served, path => IsOf(route, path)));

        // And the other way round: what is served is told.
        Assert.All(served, path => Assert.Contains(told, route => IsOf(route, path)));
    }

    [Fact]
    public async Task Document_names_every_refusal_as_a_problem()
    {
        var document = (await shared.Alice.Api.GetAsync(DocumentPath)).Expect(200);

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var refusals = operation!["responses"]!.AsObject()
                    .Where(r => r.Key[0] == '4' && r.Value!["content"] is not null);
                Assert.All(refusals, r => Assert.True(
                    r.Value!["content"]!.AsObject().ContainsKey("application/problem+json"),
                    $"{method} {path} {r.Key}"));
            }
        }
    }

    [Fact]
    public async Task Live_and_ready_server_says_so()
    {
        var live = (await shared.Alice.Api.GetAsync("/health/live")).Expect(200);
        var ready = (await shared.Alice.Api.GetAsync("/health/ready")).Expect(200);

        Assert.Equal("healthy", live["status"]!.GetValue<string>());
        Assert.Equal("healthy", ready["status"]!.GetValue<string>());
        Assert.Equal(
            [
                "bridge", "chain:near:endpoints", "chain:near:treasury", "chain:near:watcher",
                "chain:solana:endpoints", "chain:solana:treasury", "chain:solana:watcher",
                "chain:stellar:endpoints", "chain:stellar:treasury", "chain:stellar:watcher", "storage",
            ],
            ready["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Operator_sees_the_treasury_and_no_overdue_quote()
    {
        var treasury = (await shared.Alice.Api.GetAsync("/v1/operator/treasury", shared.OperatorKey)).Expect(200);
        var overdue = (await shared.Alice.Api.GetAsync("/v1/operator/quotes/overdue", shared.OperatorKey)).Expect(200);

        Assert.Equal(
            ["near", "solana", "stellar"],
            treasury["items"]!.AsArray().Select(account => account!["chain"]!.GetValue<string>()));
        Assert.All(treasury["items"]!.AsArray(), account => Assert.Null(account!["halted"]));
        Assert.Empty(overdue["items"]!.AsArray());
    }

    /// <summary>True when a route as the guide writes it, with ids filled in, is of a path with placeholders.</summary>
    private static bool IsOf(string route, string path)
    {
        var told = route.Split('/');
        var served = path.Split('/');
        return told.Length == served.Length
            && told.Zip(served).All(pair => pair.First == pair.Second || pair.Second.StartsWith('{'));
    }

    [GeneratedRegex(@"(?<=[\s`I])/(v1|health|openapi|\.well-known)(/[\w.{}…-]+)+")]
    private static partial Regex Route();
}
