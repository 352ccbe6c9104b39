namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Bytes are not the XDR they should be, or hold a part of it that this code does not know.</summary>
internal sealed class XdrFormatException(string message) : FormatException(message);
