using System.Text.Json.Nodes;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Bench.Copy;

/// <summary>
/// A provider that opens a position, closes it, opens the next: each signal is one order at each terminal.
/// </summary>
internal sealed class SignalSource(ApiClient api, string provider)
{
    private int _published;

    /// <summary>Gets how many signals were acknowledged.</summary>
    internal int Published => _published;

    internal static async Task<SignalSource> CreateAsync(
        ApiClient api, string name, CancellationToken cancellationToken)
    {
        var made = await api.PostAsync(
            "/v1/providers", new JsonObject { ["name"] = name }, cancellationToken, $"provider-{name}");
        return new SignalSource(api, made["id"]!.GetValue<string>());
    }

    internal string Provider { get; } = provider;

    /// <summary>Publishes the next signal.</summary>
    internal async Task PublishAsync(CancellationToken cancellationToken)
    {
        var ticket = (_published / 2) + 1;
        JsonObject signal = _published % 2 == 0
            ? new JsonObject
            {
                ["action"] = "open",
                ["ticket"] = ticket,
                ["symbol"] = "EURUSD",
                ["kind"] = "buy",
                ["volume"] = "1.00",
                ["price"] = "1.08345",
            }
            : new JsonObject { ["action"] = "close", ["ticket"] = ticket };
        await api.PostAsync(
            $"/v1/providers/{Provider}/signals", signal, cancellationToken, $"signal-{Provider}-{_published}");
        _published++;
    }
}
