using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge.Tests.Support;

namespace OrleansTrading.Bridge.Tests.Hosting;

/// <summary>Settings are checked at the start, and what is wrong is said with its remedy.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("localhost:5090")]
    [InlineData("5090")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:5090")]
    public async Task Endpoint_is_an_address_and_a_port(string endpoint)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => BridgeHost.StartAsync(options => options.Endpoint = endpoint));

        Assert.Contains($"Bridge:Endpoint is '{endpoint}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_without_a_certificate_is_a_mistake()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => BridgeHost.StartAsync(options => options.CertificateKey = "bridge.key"));

        Assert.Contains("there is no Bridge:Certificate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_out_of_its_range_is_a_mistake()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => BridgeHost.StartAsync(options =>
        {
            options.QueueMax = 1;
            options.Heartbeat = TimeSpan.Zero;
        }));

        Assert.Contains(nameof(BridgeOptions.QueueMax), failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(BridgeOptions.Heartbeat), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_is_taken_is_told_with_the_setting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = listener.LocalEndpoint.ToString()!;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => BridgeHost.StartAsync(options => options.Endpoint = endpoint));

        Assert.StartsWith($"Bridge:Endpoint is {endpoint}, which cannot", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bridge_that_is_not_enabled_does_not_listen_and_is_healthy()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.Enabled = false);

        Assert.Null(bridge.Services.GetRequiredService<Bridge.Hosting.BridgeServer>().Endpoint);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(bridge));
    }

    [Fact]
    public async Task Health_says_when_nobody_more_is_let_in_and_when_the_bridge_is_gone()
    {
        await using var bridge = await BridgeHost.StartAsync(options => options.SessionsMax = 1);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(bridge));
        await using (var terminal = await bridge.GoLiveAsync(bridge.World.AddAccount()))
        {
            Assert.Equal(HealthStatus.Degraded, await HealthAsync(bridge));
        }

        await bridge.StopAsync();
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(bridge));
    }

    private static async Task<HealthStatus> HealthAsync(BridgeHost bridge)
    {
        var report = await bridge.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["bridge"].Status;
    }
}
