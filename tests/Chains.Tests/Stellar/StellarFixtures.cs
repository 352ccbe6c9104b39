using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar;

internal static class StellarFixtures
{
    internal const string Testnet = "Test SDF Network ; September 2015";
    internal const string Pubnet = "Public Global Stellar Network ; September 2015";

    internal static JsonElement Vectors { get; } = Read("vectors.json");

    internal static JsonElement Official { get; } = Read("sep_official_vectors.json");

    internal static JsonElement Responses { get; } = Read("horizon/dotnet_sdk_responses.json");

    internal static JsonElement Submissions { get; } = Read("horizon/submit_failures_and_problems.json");

    internal static JsonElement Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "stellar", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static StellarNetwork Network(string name) => new(name == "PUBLIC" ? Pubnet : Testnet);

    internal static byte[] SeedOf(string address)
    {
        var key = Vectors.GetProperty("keys").EnumerateArray().Single(entry => entry.Text("public") == address);
        return Convert.FromHexString(key.Text("seed_hex"));
    }

    internal static DecoratedSignature Sign(string address, byte[] hash)
    {
        var seed = SeedOf(address);
        return StellarNetwork.Decorate(Ed25519.PublicKeyFromSeed(seed), Ed25519.Sign(seed, hash));
    }

    internal static string Address(byte tag) => StellarKeys.EncodeAddress(Ed25519.PublicKeyFromSeed(SeedFrom(tag)));

    internal static byte[] SeedFrom(byte tag)
    {
        var seed = new byte[32];
        seed[0] = tag;
        return seed;
    }
}
