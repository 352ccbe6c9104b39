namespace OrleansTrading.Bench.Wallets;

/// <summary>Numbers that scatter well enough for a load and are the same for both sides: a linear congruence.</summary>
internal static class Draw
{
    internal static int Next(ref uint state, int among)
    {
        state = unchecked((state * 1_664_525) + 1_013_904_223);
        return (int)(((ulong)state * (uint)among) >> 32);
    }
}
