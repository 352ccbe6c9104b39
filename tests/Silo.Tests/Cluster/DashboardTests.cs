using System.Net.Http.Headers;
using System.Text;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>Orleans' dashboard is there, and for operators only.</summary>
[Collection(SharedStage.Name)]
public sealed class DashboardTests(SharedStage shared)
{
    private const string Figures = "/dashboard/ClusterStats";

    [Fact]
    public async Task Nobody_sees_it_without_an_operators_key()
    {
        Assert.Equal(401, await OpenAsync("/dashboard", null));
        Assert.Equal(401, await OpenAsync(Figures, null));
        Assert.Equal(401, await OpenAsync(Figures, Basic("bob", shared.OperatorKey)));
        Assert.Equal(403, await OpenAsync(Figures, new AuthenticationHeaderValue("Bearer", shared.Alice.Token)));
    }

    [Fact]
    public async Task Operators_see_it_in_a_browser()
    {
        Assert.Equal(200, await OpenAsync(Figures, Basic("alice", shared.OperatorKey)));
        Assert.Equal(200, await OpenAsync(Figures, new AuthenticationHeaderValue("Bearer", shared.OperatorKey)));
    }

    [Fact]
    public async Task It_is_no_part_of_the_api()
    {
        using var client = new HttpClient { BaseAddress = shared.Stage.Api };

        Assert.DoesNotContain("dashboard", await client.GetStringAsync("/openapi/v1.json"), StringComparison.Ordinal);
    }

    private async Task<int> OpenAsync(string path, AuthenticationHeaderValue? credentials)
    {
        using var client = new HttpClient { BaseAddress = shared.Stage.Api };
        client.DefaultRequestHeaders.Authorization = credentials;
        using var reply = await client.GetAsync(path);
        return (int)reply.StatusCode;
    }

    private static AuthenticationHeaderValue Basic(string name, string key) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{key}")));
}
