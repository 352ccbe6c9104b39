using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Ownership;

/// <summary>
/// SEP-53 signed messages: Ed25519 over SHA-256 of a prefix and the message. The prefix keeps a message from being a
/// transaction.
/// </summary>
internal static class SignedMessage
{
    private static ReadOnlySpan<byte> Prefix => "Stellar Signed Message:\n"u8;

    internal static byte[] Hash(string message) => Hash(Encoding.UTF8.GetBytes(message));

    internal static byte[] Hash(ReadOnlySpan<byte> message) => SHA256.HashData([.. Prefix, .. message]);

    internal static bool Verify(string address, string message, ReadOnlySpan<byte> signature) =>
        Ed25519.Verify(Strkey.DecodeAccount(address), Hash(message), signature);
}
