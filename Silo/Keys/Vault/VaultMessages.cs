using System.Text.Json.Serialization;

namespace OrleansTrading.Silo.Keys.Vault;

/// <summary>The outside signer did not sign. Nothing was signed that anybody could use.</summary>
internal sealed class VaultFailedException(string message) : InvalidOperationException(message)
{
    /// <summary>Whether the same request may succeed in a moment.</summary>
    internal bool MayPass { get; init; }

    /// <summary>Whether the key is not there.</summary>
    internal bool IsMissing { get; init; }
}

/// <summary>What is sent to sign.</summary>
/// <param name="Input">The message in base64.</param>
/// <param name="KeyVersion">The version whose public key is the account's.</param>
internal sealed record VaultSignRequest(
    [property: JsonPropertyName("input")] string Input,
    [property: JsonPropertyName("key_version")] int KeyVersion);

[JsonSerializable(typeof(VaultSignRequest))]
internal sealed partial class VaultJson : JsonSerializerContext;
