using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Market.Tests.Pyth;

/// <summary>A real HTTP server on loopback that answers what the test says and remembers what it was asked.</summary>
internal sealed class HermesServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<HermesCall> _calls = new();

    private HermesServer(WebApplication app) => _app = app;

    /// <summary>For the sources under test; lives as long as the server.</summary>
    public HttpClient Http { get; } = new();

    public string BaseUrl => _app.Urls.Single() + "/hermes";

    public IReadOnlyList<HermesCall> Calls => [.. _calls];

    /// <summary>What the next calls get; changed between calls only.</summary>
    public RequestDelegate Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status418ImATeapot;
        return Task.CompletedTask;
    };

    public static async Task<HermesServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new HermesServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public void AnswerWith(int status, string body, string contentType = "application/json") =>
        Answer = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(body);
        };

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return _app.DisposeAsync();
    }

    private Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        _calls.Enqueue(new HermesCall(
            request.Method,
            request.Path,
            [.. request.Query["ids[]"].Select(id => id ?? "")],
            request.QueryString.Value ?? "",
            request.Headers.Authorization.ToString()));
        return Answer(context);
    }
}

internal sealed record HermesCall(
    string Method, string Path, IReadOnlyList<string> Ids, string Query, string Authorization);
