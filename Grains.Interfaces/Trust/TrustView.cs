namespace OrleansTrading.Grains;

/// <summary>What one feature says of a user.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-reason")]
public sealed record TrustReason
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required TrustFeature Feature { get; init; }

    /// <summary>Its value in millionths: of all for shares, of the entry price for mark-outs.</summary>
    [Id(1)]
    public required int Value { get; init; }

    /// <summary>How many observations it is made from.</summary>
    [Id(2)]
    public required int Samples { get; init; }

    /// <summary>
    /// How toxic the value is in millionths: 0 is harmless, 500,000 says nothing, 1,000,000 is the worst.
    /// </summary>
    [Id(3)]
    public required int Toxicity { get; init; }

    /// <summary>How much the observations suffice, in millionths; they count less the older they are.</summary>
    [Id(4)]
    public required int Confidence { get; init; }

    /// <summary>Its weight in millionths; those of all features together are 1,000,000.</summary>
    [Id(5)]
    public required int Weight { get; init; }

    /// <summary>What it adds to the neutral score, or takes from it, before decay.</summary>
    [Id(6)]
    public required int Contribution { get; init; }
}

/// <summary>What a score leads to.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-effects")]
public sealed record TrustEffects
{
    /// <summary>No effect: the effects of a score that is in no band.</summary>
    public static TrustEffects None { get; } = new();

    /// <summary>The band's name; null: the score is in none, and nothing is different from the usual.</summary>
    [Id(0)]
    public string? Band { get; init; }

    /// <summary>The user's limits in per cent of the usual ones.</summary>
    [Id(1)]
    public int LimitPercent { get; init; } = 100;

    /// <summary>What is added to the platform's fee, in basis points.</summary>
    [Id(2)]
    public int ExtraSpreadBasisPoints { get; init; }

    /// <summary>Whether nothing new is begun with the user. What was promised before is kept.</summary>
    [Id(3)]
    public bool IsBlocked { get; init; }
}

/// <summary>An operator's order about a user's score.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-override")]
public sealed record TrustOverride
{
    /// <summary>
    /// How many overrides there were when it was decided: it is taken only as the next one, so that a repeat changes
    /// nothing and no operator undoes unseen what another one has decided.
    /// </summary>
    [Id(0)]
    public required int After { get; init; }

    /// <summary>The score instead of the computed one, 0 to 1,000,000; null: the computed one counts again.</summary>
    [Id(1)]
    public int? Score { get; init; }

    /// <summary>Until when it counts; null: until another override.</summary>
    [Id(2)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who.</summary>
    [Id(3)]
    public required string By { get; init; }

    /// <summary>Why, 1 to <see cref="TrustConstants.NoteLengthMax"/> characters on one line.</summary>
    [Id(4)]
    public required string Note { get; init; }
}

/// <summary>A user's score with all that it follows from.</summary>
[GenerateSerializer, Immutable, Alias("ot.trust-view")]
public sealed record TrustView
{
    /// <summary>The user.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>The score that counts, 0 (never trust) to 1,000,000.</summary>
    [Id(1)]
    public required int Score { get; init; }

    /// <summary>The neutral score and all contributions after decay; what counts unless an override does.</summary>
    [Id(2)]
    public required int ComputedScore { get; init; }

    /// <summary>
    /// What time has left of the contributions since the last observation, in millionths: half after each half-life.
    /// </summary>
    [Id(3)]
    public required int Decay { get; init; }

    /// <summary>The latest time of an observation; null: there is none.</summary>
    [Id(4)]
    public required DateTimeOffset? ObservedAt { get; init; }

    /// <summary>What each feature says, in the order of <see cref="TrustFeature"/>.</summary>
    [Id(5)]
    public required IReadOnlyList<TrustReason> Reasons { get; init; }

    /// <summary>Which scoring computed it: <c>default</c>, or a model's name.</summary>
    [Id(6)]
    public required string Scoring { get; init; }

    /// <summary>What the score leads to.</summary>
    [Id(7)]
    public required TrustEffects Effects { get; init; }

    /// <summary>The override that counts now; null: none does.</summary>
    [Id(8)]
    public required TrustOverride? Override { get; init; }

    /// <summary>How many overrides there ever were; the next one names this number.</summary>
    [Id(9)]
    public required int Overrides { get; init; }
}
