using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Bench.Children;

/// <summary>
/// The reference: a Kestrel that reads the whole body and answers recorded bytes with the headers that the silo sends.
/// It looks at nothing and stores nothing.
/// </summary>
internal static class BareServer
{
    internal const string Path = "/v1/quotes";

    internal static async Task RunAsync(
        string url, string answerFile, string location, CancellationToken cancellationToken)
    {
        var answer = await File.ReadAllBytesAsync(answerFile, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = url;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.MapPost(Path, context => AnswerAsync(context, answer, location));
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static async Task AnswerAsync(HttpContext context, byte[] answer, string location)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.End);
                break;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = location;
        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        await response.BodyWriter.WriteAsync(answer);
    }
}
