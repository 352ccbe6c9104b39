using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Tests.Keys.Vault;

namespace OrleansTrading.Silo.Tests.Keys;

/// <summary>What is configured finds its keys, from a keystore and from an outside signer alike.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string ChainId = "stellar:testnet";
    private static readonly string Treasury = KeyFolder.Name("stellar", 1)["stellar/".Length..];
    private static readonly string Channel = KeyFolder.Name("stellar", 2)["stellar/".Length..];

    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_keystore_serves_the_account_and_its_lanes()
    {
        _folder.Keystore.Add($"stellar/{Treasury}", KeyFolder.Seed(1), _folder.Secret);
        _folder.Keystore.Add($"stellar/{Channel}", KeyFolder.Seed(2), _folder.Secret);
        using var ring = await OpenAsync(
            Platform(Treasury, Channel, "GNONE"), new() { ["Keys:PassphraseFile"] = _folder.PassphraseFile });

        var lanes = ring.GetLanes(Account);

        Assert.Equal(Ed25519.PublicKeyFromSeed(KeyFolder.Seed(1)), ring.GetSigner(Account).PublicKey.ToArray());
        Assert.Equal([Channel, "GNONE"], lanes.Select(lane => lane.Id));
        Assert.Equal(Ed25519.PublicKeyFromSeed(KeyFolder.Seed(2)), lanes[0].Signer!.PublicKey.ToArray());
        Assert.Null(lanes[1].Signer);
    }

    [Fact]
    public async Task A_missing_key_is_named_with_the_place_where_it_was_looked_for()
    {
        _folder.Keystore.Add($"stellar/{Channel}", KeyFolder.Seed(2), _folder.Secret);
        using var ring = await OpenAsync(
            Platform(Treasury, "ed25519:abc"), new() { ["Keys:PassphraseFile"] = _folder.PassphraseFile });

        Assert.Equal(
            $"{_folder.Keystore.Path} has no key stellar/{Treasury}. Add it and start again.",
            Assert.Throws<NotConfiguredException>(() => ring.GetSigner(Account)).Message);
        Assert.Throws<NotConfiguredException>(() => ring.GetLanes(Account));
        Assert.Throws<NotConfiguredException>(() => ring.GetSigner(AccountId.Of(ChainId, Channel)));
    }

    [Fact]
    public async Task An_outside_signer_serves_the_account_and_needs_no_keystore()
    {
        await using var vault = await FakeVault.StartAsync();
        using var ring = await OpenAsync(Platform(Treasury), new()
        {
            ["Keys:Vault:Address"] = vault.Address.ToString(),
            ["Keys:Vault:TokenFile"] = _folder.Write("token", FakeVault.Token),
        });

        Assert.Equal(64, (await ring.GetSigner(Account).SignAsync(new byte[] { 1 })).Length);
    }

    [Fact]
    public async Task Without_a_keystore_the_start_says_how_to_make_one()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(Platform(Treasury), []));

        Assert.Contains("Make one with the command keys create", failure.Message, StringComparison.Ordinal);
    }

    private static AccountId Account => AccountId.Of(ChainId, Treasury);

    private static PlatformOptions Platform(string treasury, params string[] lanes) => new()
    {
        Chains = [new() { Name = "stellar", Id = ChainId, Treasury = treasury, Lanes = [.. lanes] }],
    };

    private async Task<KeyRing> OpenAsync(PlatformOptions platform, Dictionary<string, string?> settings)
    {
        settings["Platform:Chains:0:Name"] = "stellar";
        settings["Platform:Chains:0:Id"] = ChainId;
        settings["Platform:Chains:0:Treasury"] = platform.Chains[0].Treasury;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var source = await KeySource.OpenAsync(configuration, _folder.Path, TimeProvider.System, default);
        return source.ToRing(new AssetCatalog(Options.Create(platform)));
    }
}
