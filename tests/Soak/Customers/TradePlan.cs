using OrleansTrading.Grains;

namespace OrleansTrading.Soak.Customers;

/// <summary>
/// One trade as it is meant, drawn whole before it begins: nothing that happens to it changes what the next one draws.
/// </summary>
internal sealed record TradePlan
{
    private const int AmountSteps = 8;

    internal required Asset Pay { get; init; }

    internal required Asset Receive { get; init; }

    /// <summary>In the user's unit.</summary>
    internal required string Amount { get; init; }

    internal required Behaviour Behaviour { get; init; }

    /// <summary>Whether the acknowledged request is sent again: the same key, the same body.</summary>
    internal required bool RepeatsRequest { get; init; }

    /// <summary>Whether the key is used again for something else, which must be refused.</summary>
    internal required bool ReusesKey { get; init; }

    /// <summary>Whether a refund address is named.</summary>
    internal required bool NamesRefundAddress { get; init; }

    /// <summary>How often the platform is told of the payment: 0 to 2 times.</summary>
    internal required int Hints { get; init; }

    /// <summary>Whether the hint names a transaction that does not exist.</summary>
    internal required bool HintsFalsely { get; init; }

    /// <summary>Whether the customer signs in once more before.</summary>
    internal required bool SignsInAgain { get; init; }

    internal required TimeSpan PauseAfter { get; init; }

    internal required string IdempotencyKey { get; init; }

    /// <summary>A number for what is made up: a memo, a code.</summary>
    internal required ulong Salt { get; init; }

    /// <param name="dice">The customer's.</param>
    /// <param name="payable">What the customer can pay with.</param>
    /// <param name="all">Every asset.</param>
    /// <param name="pauseMax">The longest pause after a trade.</param>
    internal static TradePlan Draw(
        Dice dice, IReadOnlyList<Asset> payable, IReadOnlyList<Asset> all, TimeSpan pauseMax)
    {
        var pay = dice.Pick(payable);
        var receive = dice.Pick([.. all.Where(asset => asset != pay)]);
        return new TradePlan
        {
            Pay = pay,
            Receive = receive,
            Amount = AmountText.Format(AmountOf(pay) * (UInt128)(1 + dice.Below(AmountSteps)), pay.Decimals),
            Behaviour = Behaviours.Draw(dice),
            RepeatsRequest = dice.Chance(25),
            ReusesKey = dice.Chance(5),
            NamesRefundAddress = dice.Chance(20),
            Hints = dice.Below(3),
            HintsFalsely = dice.Chance(5),
            SignsInAgain = dice.Chance(5),
            PauseAfter = dice.Within(pauseMax),
            IdempotencyKey = $"{dice.Next():x16}{dice.Next():x16}",
            Salt = dice.Next(),
        };
    }

    /// <summary>Worth a few dollars, so that fees fit in and the treasury holds out.</summary>
    internal static UInt128 AmountOf(Asset asset) => asset.UnitsMin * asset.Alias switch
    {
        "solana/SOL" => 3u,
        "stellar/XLM" => 10u,
        "near/NEAR" => 6u,
        _ => (UInt128)4,
    };
}
