using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Silo.Tests.Keys.Vault;

/// <summary>A transit engine with one key in two versions, on a real socket.</summary>
internal sealed class FakeVault : IAsyncDisposable
{
    internal const string Token = "hvs.CAESIJ-secret-token";

    private readonly WebApplication _application;

    private FakeVault(WebApplication application) => _application = application;

    internal Uri Address { get; private set; } = null!;

    /// <summary>The seeds by version; the first is number 1.</summary>
    internal List<byte[]> Versions { get; } = [KeyFolder.Seed(1)];

    internal string KeyType { get; set; } = "ed25519";

    /// <summary>Answers instead of signing; null: signs.</summary>
    internal Func<HttpContext, Task>? Instead { get; set; }

    internal Func<byte[], byte[]> Distort { get; set; } = signature => signature;

    internal ConcurrentQueue<string> Requests { get; } = new();

    internal string? Namespace { get; private set; }

    internal static async Task<FakeVault> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var vault = new FakeVault(builder.Build());
        vault._application.Run(vault.AnswerAsync);
        await vault._application.StartAsync();
        vault.Address = new Uri(vault._application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return vault;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        Namespace = context.Request.Headers["X-Vault-Namespace"];
        if (Instead is { } instead)
        {
            await instead(context);
            return;
        }

        if (context.Request.Headers["X-Vault-Token"] != Token)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var body = context.Request.Method == "GET" ? Describe() : await SignAsync(context.Request);
        await context.Response.WriteAsJsonAsync(new JsonObject { ["data"] = body });
    }

    private JsonObject Describe()
    {
        var keys = new JsonObject();
        for (var version = 1; version <= Versions.Count; version++)
        {
            keys[$"{version}"] = new JsonObject
            {
                ["name"] = "ed25519",
                ["public_key"] = Convert.ToBase64String(Ed25519.PublicKeyFromSeed(Versions[version - 1])),
            };
        }

        return new JsonObject { ["type"] = KeyType, ["keys"] = keys, ["latest_version"] = Versions.Count };
    }

    private async Task<JsonObject> SignAsync(HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!;
        var version = body["key_version"]!.GetValue<int>();
        var input = Convert.FromBase64String(body["input"]!.GetValue<string>());
        var signature = Distort(Ed25519.Sign(Versions[version - 1], input));
        return new JsonObject { ["signature"] = $"vault:v{version}:{Convert.ToBase64String(signature)}" };
    }
}
