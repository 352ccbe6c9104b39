using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansTrading.Bridge;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>Both programs over TLS, as OpenSSL has it, to the real bridge with a certificate of the test.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mql5-tls-");
    private readonly string _thumbprint;

    public TlsTests() => _thumbprint = Write("bridge");

    private string[] Trusting => ["input tls on", $"trust {PathOf("bridge.pem")}"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)] // what a read answers that finds nothing: the reference does not say
    [InlineData(-1)]
    public async Task Positions_are_published_and_copied_over_tls_with_a_pinned_certificate(int nothing)
    {
        string[] script = [.. Trusting, $"unread {nothing}", "sendmax 53"];
        await using var stage = await CopyStage.OpenAsync(Configure, [.. script, $"input thumbprint {_thumbprint}"]);
        var spelled = string.Join(':', _thumbprint.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)));
        var copier = await stage.AddAsync([.. script, $"input thumbprint {spelled}"]);

        await stage.Provider.SayAsync("open BUY 0.30 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(copier, "BUY 0.3 1.07 1.09");
        stage.Proxy.Cut();
        await stage.Provider.SayAsync("close 1001 0.1 1.084 USER");
        await stage.PublishedAsync(2);
        await stage.CopiedAsync(copier, "BUY 0.2 1.07 1.09");
        Assert.DoesNotContain(stage.Proxy.Heard, line => line.Contains("HELLO|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_other_than_the_pinned_one_is_refused_and_nothing_is_sent()
    {
        await using var stage = await CopyStage.OpenAsync(Configure, Trusting);
        var copier = await stage.SubscribeAsync();
        await copier.Station.StartAsync([.. Trusting, $"input thumbprint {new string('0', 40)}"]);

        await copier.Station.Terminal.UntilLoggedAsync($"not the pinned one: its thumbprint is {_thumbprint}");
        await copier.Station.SayAsync("advance 61000");
        await stage.UntilAsync(() => stage.Proxy.Connections >= 2, "another try", copier.Station);
        await copier.Station.SayAsync("sent 0");
        await AssertNeverConnectedAsync(stage, copier);
    }

    [Theory]
    [InlineData("other")] // of an authority that the terminal does not trust
    [InlineData("nobody")] // of none at all
    public async Task Certificate_that_is_not_trusted_is_refused_and_nothing_is_sent(string trusted)
    {
        Write("other");
        await using var stage = await CopyStage.OpenAsync(Configure, Trusting);
        var copier = await stage.SubscribeAsync();
        string[] trust = trusted == "other" ? [$"trust {PathOf("other.pem")}"] : [];
        await copier.Station.StartAsync(["input tls on", .. trust]);

        await copier.Station.Terminal.UntilLoggedAsync("no connection (error 5274)");
        await copier.Station.SayAsync("sent 0");
        await AssertNeverConnectedAsync(stage, copier);
    }

    [Fact]
    public async Task Programs_and_bridges_of_which_one_has_no_tls_do_not_talk()
    {
        await using var stage = await CopyStage.OpenAsync(Configure, Trusting);
        var plain = await stage.SubscribeAsync();
        await plain.Station.StartAsync();
        await stage.UntilAsync(() => stage.Proxy.Connections >= 1, "a connection", plain.Station);
        await plain.Station.SayAsync("advance 11000");
        await plain.Station.Terminal.UntilLoggedAsync("no handshake in time");
        await plain.Station.SayAsync("sent 0");
        await AssertNeverConnectedAsync(stage, plain);

        await using var open = await CopyStage.OpenAsync();
        var secure = await open.SubscribeAsync();
        await secure.Station.StartAsync(Trusting);
        await secure.Station.Terminal.UntilLoggedAsync("no connection (error 5274)");
        await secure.Station.SayAsync("sent 0");
        await AssertNeverConnectedAsync(open, secure);
    }

    private static async Task AssertNeverConnectedAsync(CopyStage stage, Copier copier) =>
        Assert.False(await stage.IsConnectedAsync(copier.Station));

    private void Configure(BridgeOptions bridge)
    {
        bridge.Certificate = PathOf("bridge.pem");
        bridge.CertificateKey = PathOf("bridge.key");
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(PathOf($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }
}
