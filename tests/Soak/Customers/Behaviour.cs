namespace OrleansTrading.Soak.Customers;

/// <summary>How a customer pays for a quote.</summary>
internal enum Behaviour
{
    /// <summary>As asked.</summary>
    Exactly,

    /// <summary>As asked, and then once more.</summary>
    Twice,

    /// <summary>Nine tenths of it.</summary>
    Short,

    /// <summary>Nine tenths, and when that is final the whole.</summary>
    ShortThenExactly,

    /// <summary>Less than giving it back would cost.</summary>
    Crumb,

    /// <summary>Half as much again.</summary>
    Over,

    /// <summary>More by half the dust limit.</summary>
    OverByDust,

    /// <summary>As asked, after the lock's end.</summary>
    Late,

    /// <summary>As asked, with a memo of nobody's.</summary>
    WrongMemo,

    /// <summary>With the memo, in the chain's other asset.</summary>
    WrongAsset,

    /// <summary>Not at all.</summary>
    Nothing,
}

/// <summary>How often customers behave how.</summary>
internal static class Behaviours
{
    private static readonly (Behaviour Behaviour, int Weight)[] Weights =
    [
        (Behaviour.Exactly, 36),
        (Behaviour.Twice, 10),
        (Behaviour.Short, 6),
        (Behaviour.ShortThenExactly, 8),
        (Behaviour.Crumb, 4),
        (Behaviour.Over, 8),
        (Behaviour.OverByDust, 4),
        (Behaviour.Late, 6),
        (Behaviour.WrongMemo, 8),
        (Behaviour.WrongAsset, 6),
        (Behaviour.Nothing, 4),
    ];

    internal static Behaviour Draw(Dice dice)
    {
        var at = dice.Below(Weights.Sum(w => w.Weight));
        foreach (var (behaviour, weight) in Weights)
        {
            at -= weight;
            if (at < 0)
            {
                return behaviour;
            }
        }

        throw new InvalidOperationException("The weights do not add up to their sum.");
    }
}
