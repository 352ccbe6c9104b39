namespace OrleansTrading.Chains.Near.Wire;

/// <summary>The signature schemes of NEAR; the values are the borsh tags.</summary>
internal enum NearCurve
{
    Ed25519 = 0,
    Secp256K1 = 1,
}

/// <summary>Names and sizes of the curves.</summary>
internal static class NearCurves
{
    private const string Ed25519Name = "ed25519";
    private const string Secp256K1Name = "secp256k1";

    internal static string NameOf(NearCurve curve) => curve == NearCurve.Ed25519 ? Ed25519Name : Secp256K1Name;

    internal static int PublicKeyBytesOf(NearCurve curve) => curve == NearCurve.Ed25519 ? 32 : 64;

    internal static int SignatureBytesOf(NearCurve curve) => curve == NearCurve.Ed25519 ? 64 : 65;

    internal static NearCurve Read(ref BorshReader reader) => reader.ReadByte() switch
    {
        (byte)NearCurve.Ed25519 => NearCurve.Ed25519,
        (byte)NearCurve.Secp256K1 => NearCurve.Secp256K1,
        var other => throw new BorshFormatException($"Curve {other} is not known here."),
    };

    /// <summary>Splits <c>curve:base58</c>. Only this spelling: a name in capitals or a bare key is refused.</summary>
    internal static bool TrySplit(string text, out NearCurve curve, out string encoded)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        encoded = colon < 0 ? string.Empty : text[(colon + 1)..];
        var name = colon < 0 ? string.Empty : text[..colon];
        curve = name == Secp256K1Name ? NearCurve.Secp256K1 : NearCurve.Ed25519;
        return name is Ed25519Name or Secp256K1Name;
    }
}
