using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Silo.Keys.Keystore;

/// <summary>
/// What a keystore says openly: how the key is derived and which keys there are. All of it is authenticated by the
/// cipher, as the bytes that <see cref="ToBytes"/> gives.
/// </summary>
internal sealed record KeystoreHeader
{
    internal const int VersionNow = 1;
    internal const string ScryptName = "scrypt";
    internal const string CipherName = "aes-256-gcm";

    [JsonPropertyName("version")]
    public required int Version { get; init; }

    [JsonPropertyName("kdf")]
    public required KeystoreKdf Kdf { get; init; }

    [JsonPropertyName("cipher")]
    public required string Cipher { get; init; }

    [JsonPropertyName("nonce")]
    public required byte[] Nonce { get; init; }

    /// <summary>The keys in the order of their seeds in the ciphertext.</summary>
    [JsonPropertyName("keys")]
    public required IReadOnlyList<KeystoreEntry> Keys { get; init; }

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, KeystoreJson.Default.KeystoreHeader);
}

/// <summary>How the passphrase becomes a key: scrypt's parameters and salt.</summary>
internal sealed record KeystoreKdf
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("n")]
    public required int Cost { get; init; }

    [JsonPropertyName("r")]
    public required int BlockSize { get; init; }

    [JsonPropertyName("p")]
    public required int Parallel { get; init; }

    [JsonPropertyName("salt")]
    public required byte[] Salt { get; init; }
}

/// <summary>A key's open part.</summary>
internal sealed record KeystoreEntry
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("publicKey")]
    public required string PublicKey { get; init; }
}

/// <summary>The whole file.</summary>
internal sealed record KeystoreDocument
{
    [JsonPropertyName("header")]
    public required KeystoreHeader Header { get; init; }

    /// <summary>The seeds, 32 bytes each, encrypted.</summary>
    [JsonPropertyName("ciphertext")]
    public required byte[] Ciphertext { get; init; }

    [JsonPropertyName("tag")]
    public required byte[] Tag { get; init; }
}

[JsonSourceGenerationOptions(
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(KeystoreDocument))]
[JsonSerializable(typeof(KeystoreHeader))]
internal sealed partial class KeystoreJson : JsonSerializerContext;
