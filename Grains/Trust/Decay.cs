namespace OrleansTrading.Grains.Trust;

/// <summary>
/// 2^(-age / half-life) in millionths, without floating point: whole half-lives halve, and between them 17 points of
/// the curve are joined by lines, at most 0.03 % above it. It never grows with age.
/// </summary>
internal static class Decay
{
    /// <summary>Half-lives after which nothing is left of a million.</summary>
    private const int HalvingsMax = 20;

    /// <summary>2^(-k/16) in millionths.</summary>
    private static readonly int[] Curve =
    [
        1_000_000, 957_603, 917_004, 878_126, 840_896, 805_245, 771_105, 738_413, 707_107, 677_128, 648_420, 620_929,
        594_604, 569_394, 545_254, 522_137, 500_000,
    ];

    internal static int Of(TimeSpan age, TimeSpan halfLife)
    {
        if (age <= TimeSpan.Zero)
        {
            return TrustConstants.One;
        }

        var halvings = age.Ticks / halfLife.Ticks;
        if (halvings >= HalvingsMax)
        {
            return 0;
        }

        var along = (Int128)(age.Ticks % halfLife.Ticks) * (Curve.Length - 1);
        var step = (int)(along / halfLife.Ticks);
        var fall = (along % halfLife.Ticks) * (Curve[step] - Curve[step + 1]) / halfLife.Ticks;
        return (Curve[step] - (int)fall) >> (int)halvings;
    }
}
