using System.Diagnostics.Metrics;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>An address may hold an API key, in its host, its path or its query: it is shown nowhere.</summary>
public sealed class SecretAddressTests
{
    private const string Secret = "s3cr3t-key";

    [Fact]
    public async Task Addresses_are_in_no_message_log_status_or_metric()
    {
        var tags = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == EndpointMetrics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, pairs, _) =>
        {
            lock (tags)
            {
                tags.Add(instrument.Name);
                tags.AddRange(pairs.ToArray().Select(pair => $"{pair.Key}={pair.Value}"));
            }
        });
        listener.Start();
        await using var world = await EndpointWorld.OpenAsync(2, path: $"/{Secret}?api={Secret}");
        world[1].GenesisHash = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";
        await world.ReadAsync();
        await world[0].StopAsync();

        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        var said = string.Join('\n', [
            failure.ToString(), world.Log.Text, .. world.Set.List().Select(status => status.ToString()),
            world.Outage?.ToString() ?? "", world.Set.Options.ToString(), world.Set.Options.Endpoints[0].ToString(),
            .. tags,
        ]);
        Assert.Contains("endpoint a", said, StringComparison.Ordinal);
        Assert.Contains("endpoint=a", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named_without_the_address()
    {
        AssertNamed("Endpoints has 0 entries", new HttpTransportOptions());
        AssertNamed("Endpoints:0:Url", HttpTransportOptions.To(new Uri($"ftp://{Secret}.example/{Secret}")));
        AssertNamed("Endpoints:0:Url carries", HttpTransportOptions.To(new Uri($"http://user:{Secret}@node.example/")));
        AssertNamed("Endpoints:1:Name is 'a b'", Named("a", "a b"));
        AssertNamed("a name twice", Named("a", "A"));
        var options = HttpTransportOptions.To(new Uri($"https://node.example/{Secret}"));
        AssertNamed("ReadAttemptsMax is 0", options with { ReadAttemptsMax = 0 });
        AssertNamed("RequestTimeout is 00:00:00", options with { RequestTimeout = TimeSpan.Zero });
        AssertNamed("BreakerFailuresMin is 1", options with { BreakerFailuresMin = 1 });
        options.Validate();
    }

    private static HttpTransportOptions Named(params string[] names) => new()
    {
        Endpoints =
        [
            .. names.Select(name => new EndpointOptions { Name = name, Url = new Uri($"https://{Secret}.example/") }),
        ],
    };

    private static void AssertNamed(string part, HttpTransportOptions options)
    {
        var message = Assert.Throws<ArgumentException>(options.Validate).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }
}
