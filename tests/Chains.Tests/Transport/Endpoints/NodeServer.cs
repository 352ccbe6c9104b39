using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>One request as a server got it.</summary>
internal sealed record NodeRequest(string Method, string Path, string Body)
{
    /// <summary>The method of a JSON-RPC request.</summary>
    internal string RpcMethod => JsonNode.Parse(Body)!["method"]!.GetValue<string>();
}

/// <summary>An answer; a null body closes the connection without one.</summary>
internal sealed record NodeAnswer(int Status, string? Body, params (string Name, string Value)[] Headers);

/// <summary>A server on a real socket whose answers the test decides.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<NodeRequest> _requests = new();

    private NodeServer(WebApplication application, Func<NodeRequest, CancellationToken, Task<NodeAnswer>> answer)
    {
        _application = application;
        Answer = answer;
    }

    internal Func<NodeRequest, CancellationToken, Task<NodeAnswer>> Answer { get; set; }

    /// <summary>What was asked, in the order of arrival.</summary>
    internal IReadOnlyList<NodeRequest> Requests => [.. _requests];

    internal Uri Url { get; private set; } = null!;

    internal static async Task<NodeServer> StartAsync(
        Func<NodeRequest, CancellationToken, Task<NodeAnswer>> answer, string path = "/")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new NodeServer(builder.Build(), answer);
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync();
        var addresses = server._application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses;
        server.Url = new Uri(addresses.First() + path);
        return server;
    }

    /// <summary>Answers nothing any more: connections are refused.</summary>
    internal Task StopAsync() => _application.StopAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new NodeRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            await reader.ReadToEndAsync(context.RequestAborted));
        _requests.Enqueue(request);
        var answer = await Answer(request, context.RequestAborted);
        if (answer.Body is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
