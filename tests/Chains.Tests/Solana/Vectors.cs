using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>The recorded vectors; Fixtures/solana/SOURCES.md says where they come from.</summary>
internal static class Vectors
{
    internal static readonly JsonElement All = Load("vectors.json");

    internal static JsonElement Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "solana", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    internal static byte[] SeedOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes("fixture/solana/" + name));

    internal static SolanaKey KeyOf(string name) => new(Ed25519.PublicKeyFromSeed(SeedOf(name)));

    internal static IEnumerable<JsonElement> Transactions(string version) =>
        All.GetProperty("transactions").EnumerateArray().Where(one => one.Text("version") == version);

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    internal static SolanaKey Key(this JsonElement element, string name) => SolanaKey.Parse(element.Text(name));

    internal static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(one => one.GetString()!);
}
