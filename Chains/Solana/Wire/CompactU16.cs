namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>
/// The length prefix of Solana's wire format ("shortvec"): seven bits a byte, low bits first, at most three bytes. Only
/// the shortest spelling is valid, so that a transaction has one byte form.
/// </summary>
internal static class CompactU16
{
    internal const int BytesMax = 3;

    internal static void Write(List<byte> output, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
        while (value > 0x7f)
        {
            output.Add((byte)(value | 0x80));
            value >>= 7;
        }

        output.Add((byte)value);
    }

    /// <summary>
    /// Reads a value from the front; false when it is cut off, too large or not the shortest spelling.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<byte> input, out int value, out int bytesRead)
    {
        value = 0;
        for (bytesRead = 0; bytesRead < BytesMax && bytesRead < input.Length;)
        {
            var part = input[bytesRead];
            value |= (part & 0x7f) << (7 * bytesRead);
            bytesRead++;
            if ((part & 0x80) == 0)
            {
                var isShortest = part != 0 || bytesRead == 1;
                return isShortest && value <= ushort.MaxValue;
            }
        }

        return false;
    }
}
