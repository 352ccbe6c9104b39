using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OrleansTrading.Client.Api.Json;

namespace OrleansTrading.Client.Api.OpenApi;

/// <summary><c>/openapi/v1.json</c>: the document, made at the first request and then kept.</summary>
internal sealed class OpenApiEndpoints(
    [FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider) : IDisposable
{
    private readonly SemaphoreSlim making = new(1, 1);
    private volatile byte[]? json;

    internal void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/openapi/v1.json", GetAsync)
        .WithName("getOpenApi")
        .ExcludeFromDescription();

    public void Dispose() => making.Dispose();

    private async Task GetAsync(HttpContext context) =>
        await JsonReply.WriteAsync(context.Response, json ?? await MakeAsync(context.RequestAborted));

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        await making.WaitAsync(cancellationToken);
        try
        {
            if (json is null)
            {
                var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
                json = Encoding.UTF8.GetBytes(
                    await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken));
            }

            return json;
        }
        finally
        {
            making.Release();
        }
    }
}
