using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Hosting;

/// <summary>TLS with a certificate from files, that may be renewed while the bridge runs.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string CertificatePath => Path.Combine(_folder.FullName, "bridge.pem");

    private string KeyPath => Path.Combine(_folder.FullName, "bridge.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Terminal_copies_over_tls_and_a_renewed_certificate_is_shown_without_a_restart()
    {
        var first = Write("one.example.com");
        await using var bridge = await BridgeHost.StartAsync(Configure);
        var account = bridge.World.AddAccount();
        var subscription = bridge.World.AddSubscription(account);
        subscription.Store();
        Assert.Equal("FIN|1", await CopyOneAsync(bridge, account, first));

        var second = Write("two.example.com");
        File.SetLastWriteTimeUtc(CertificatePath, DateTime.UtcNow.AddSeconds(10));
        bridge.Time.Advance(TimeSpan.FromMinutes(1));
        subscription.Store();
        Assert.Equal("FIN|1", await CopyOneAsync(bridge, account, second));

        await File.WriteAllTextAsync(CertificatePath, "no certificate any more");
        File.SetLastWriteTimeUtc(CertificatePath, DateTime.UtcNow.AddSeconds(20));
        bridge.Time.Advance(TimeSpan.FromMinutes(1));
        subscription.Store();
        Assert.Equal("FIN|1", await CopyOneAsync(bridge, account, second));
        Assert.True(bridge.Log.Has(5013));
    }

    [Fact]
    public async Task Plain_text_is_not_understood_where_tls_is()
    {
        Write("one.example.com");
        await using var bridge = await BridgeHost.StartAsync(Configure);
        await using var terminal = await bridge.ConnectAsync();

        await terminal.WriteLineAsync("HELLO|1|SUBSCRIBER");

        Assert.DoesNotContain("CHALLENGE", await terminal.ReadLineAsync() ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_that_cannot_be_read_keeps_the_bridge_from_starting()
    {
        await File.WriteAllTextAsync(CertificatePath, "nothing");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => BridgeHost.StartAsync(
            options => options.Certificate = CertificatePath));

        Assert.Contains($"Bridge:Certificate is '{CertificatePath}'", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<string> CopyOneAsync(BridgeHost bridge, TestAccount account, string thumbprint)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = "bridge.example.com",
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is X509Certificate2 shown && shown.Thumbprint == thumbprint,
        };
        using var done = new CancellationTokenSource();
        var last = string.Empty;
        var terminal = new ScriptedTerminal(account.Login, new TerminalJournal(), ScriptedTerminal.Fill)
        {
            Heard = line =>
            {
                if (line.StartsWith("FIN|", StringComparison.Ordinal))
                {
                    last = line;
                    done.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => terminal.RunAsync(bridge.Endpoint, tls, done.Token));
        return last;
    }

    private void Configure(BridgeOptions options)
    {
        options.Certificate = CertificatePath;
        options.CertificateKey = KeyPath;
    }

    private string Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }
}
