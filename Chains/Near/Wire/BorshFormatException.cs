namespace OrleansTrading.Chains.Near.Wire;

/// <summary>Bytes are not the borsh they should be, or hold a part of it that this code does not know.</summary>
internal sealed class BorshFormatException(string message) : FormatException(message);
