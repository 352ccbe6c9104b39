using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Silo.Keys.Vault;

namespace OrleansTrading.Silo.Tests.Keys.Vault;

public sealed class VaultSignerTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("pay alice");
    private static readonly string Name = KeyFolder.Name("stellar", 1);

    private readonly KeyFolder _folder = new();
    private FakeVault _vault = null!;

    public async Task InitializeAsync() => _vault = await FakeVault.StartAsync();

    public async Task DisposeAsync() => await _vault.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_signs_as_the_key_itself_would_under_the_names_of_the_transit_engine()
    {
        using var transit = Transit();
        var signer = await VaultSigner.FindAsync(transit, Name, default);

        Assert.Equal(Ed25519.PublicKeyFromSeed(KeyFolder.Seed(1)), signer.PublicKey.ToArray());
        Assert.Equal(Ed25519.Sign(KeyFolder.Seed(1), Message), await signer.SignAsync(Message));
        var there = Name.Replace('/', '-');
        Assert.Equal([$"GET /v1/transit/keys/{there}", $"POST /v1/transit/sign/{there}"], _vault.Requests);
        Assert.Equal("treasury/eu", _vault.Namespace);
        Assert.Equal("near-ed25519-abc", VaultSigner.NameThere("near/ed25519:abc"));
    }

    [Fact]
    public async Task A_rotation_there_does_not_change_who_signs()
    {
        _vault.Versions.Add(KeyFolder.Seed(2));
        using var transit = Transit();

        var signer = await VaultSigner.FindAsync(transit, Name, default);

        Assert.Equal(Ed25519.Sign(KeyFolder.Seed(1), Message), await signer.SignAsync(Message));
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_thrown_away()
    {
        using var transit = Transit();
        var signer = await VaultSigner.FindAsync(transit, Name, default);
        foreach (var distort in new Func<byte[], byte[]>[]
        {
            signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)],
            signature => signature[..^1],
            _ => Ed25519.Sign(KeyFolder.Seed(9), Message),
            _ => Ed25519.Sign(KeyFolder.Seed(1), [1, 2, 3]),
        })
        {
            _vault.Distort = distort;
            await Assert.ThrowsAsync<CryptographicException>(async () => await signer.SignAsync(Message));
        }
    }

    [Fact]
    public async Task A_key_of_another_account_or_type_is_refused_at_the_start()
    {
        using var transit = Transit();
        var other = await Assert.ThrowsAsync<VaultFailedException>(
            () => VaultSigner.FindAsync(transit, KeyFolder.Name("stellar", 2), default));
        Assert.Contains("has 1 versions, and none is stellar/", other.Message, StringComparison.Ordinal);

        _vault.KeyType = "rsa-2048";
        var type = await Assert.ThrowsAsync<VaultFailedException>(
            () => VaultSigner.FindAsync(transit, Name, default));
        Assert.Contains("of type rsa-2048, not ed25519", type.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_moment_is_asked_again_and_one_that_refuses_is_not()
    {
        using var transit = Transit();
        var signer = await VaultSigner.FindAsync(transit, Name, default);
        var failures = 0;
        _vault.Instead = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            if (++failures == 2)
            {
                _vault.Instead = null;
            }

            return Task.CompletedTask;
        };
        Assert.Equal(64, (await signer.SignAsync(Message)).Length);
        Assert.Equal(2, failures);

        _folder.Write("token", "hvs.another-secret-token");
        var before = _vault.Requests.Count;
        var refused = await Assert.ThrowsAsync<VaultFailedException>(async () => await signer.SignAsync(Message));
        Assert.Contains("HTTP 403. Its policy must allow", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, _vault.Requests.Count);
        Assert.DoesNotContain("another-secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>", "is not JSON")]
    [InlineData(200, "[]", "has no data")]
    [InlineData(200, """{"data":{}}""", "has no signature")]
    [InlineData(200, """{"data":{"signature":"vault:v2:AAAA"}}""", "no signature of version 1")]
    [InlineData(200, """{"data":{"signature":"vault:v1:%%%"}}""", "has no signature")]
    [InlineData(301, "", "HTTP 301")]
    [InlineData(404, "{}", "HTTP 404. Make the key there")]
    public async Task An_answer_that_is_none_is_named_and_nothing_is_shown(int status, string body, string problem)
    {
        using var transit = Transit();
        var signer = await VaultSigner.FindAsync(transit, Name, default);
        _vault.Instead = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            return context.Response.WriteAsync(body);
        };

        var failure = await Assert.ThrowsAsync<VaultFailedException>(async () => await signer.SignAsync(Message));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeVault.Token, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Message), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_others_can_read_or_that_is_missing_is_not_sent()
    {
        using var transit = Transit();
        File.Delete(Path.Combine(_folder.Path, "token"));
        var missing = await Assert.ThrowsAsync<VaultFailedException>(
            () => VaultSigner.FindAsync(transit, Name, default));
        Assert.Contains("There is no token file", missing.Message, StringComparison.Ordinal);

        if (!OperatingSystem.IsWindows())
        {
            var token = _folder.Write("token", FakeVault.Token);
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            await Assert.ThrowsAsync<InvalidOperationException>(() => VaultSigner.FindAsync(transit, Name, default));
        }

        Assert.Empty(_vault.Requests);
    }

    [Theory]
    [InlineData("http://vault.example/", "Address must be an https address")]
    [InlineData("https://user:pass@vault.example/", "Address must be an https address")]
    [InlineData("ftp://vault.example/", "Address must be an https address")]
    public void An_address_that_would_show_the_token_is_refused(string address, string problem)
    {
        var options = new VaultOptions { Address = new Uri(address), TokenFile = "t" };
        var failure = Assert.Throws<InvalidOperationException>(options.Validate);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", failure.Message, StringComparison.Ordinal);
        new VaultOptions { Address = new Uri("https://vault.example:8200/"), TokenFile = "t" }.Validate();
    }

    private VaultTransit Transit()
    {
        var token = _folder.Write("token", FakeVault.Token + "\n");
        return new VaultTransit(
            new VaultOptions { Address = _vault.Address, TokenFile = token, Namespace = "treasury/eu" },
            TimeProvider.System);
    }
}
