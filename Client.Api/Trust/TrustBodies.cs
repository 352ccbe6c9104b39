using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Trust;

/// <summary>What one feature says.</summary>
internal sealed record TrustReasonBody
{
    /// <summary>The feature's name.</summary>
    public required string Feature { get; init; }

    /// <summary>Its value in millionths: of all for shares, of the entry price for mark-outs.</summary>
    public required int Value { get; init; }

    /// <summary>How many observations it is made from.</summary>
    public required int Samples { get; init; }

    /// <summary>How toxic the value is in millionths; 500,000 says nothing.</summary>
    public required int Toxicity { get; init; }

    /// <summary>How much the observations suffice, in millionths.</summary>
    public required int Confidence { get; init; }

    /// <summary>The feature's weight in millionths.</summary>
    public required int Weight { get; init; }

    /// <summary>What it adds to the neutral score, or takes from it, before decay.</summary>
    public required int Contribution { get; init; }

    internal static TrustReasonBody Of(TrustReason reason) => new()
    {
        Feature = TrustFeatureNames.Of(reason.Feature),
        Value = reason.Value,
        Samples = reason.Samples,
        Toxicity = reason.Toxicity,
        Confidence = reason.Confidence,
        Weight = reason.Weight,
        Contribution = reason.Contribution,
    };
}

/// <summary>What a score leads to.</summary>
internal sealed record TrustEffectsBody
{
    /// <summary>The band's name; null: none, and nothing is different from the usual.</summary>
    public required string? Band { get; init; }

    /// <summary>The limits in per cent of the usual ones.</summary>
    public required int LimitPercent { get; init; }

    /// <summary>What is added to the platform's fee, in basis points.</summary>
    public required int ExtraSpreadBasisPoints { get; init; }

    /// <summary>Whether nothing new is begun.</summary>
    public required bool Blocked { get; init; }

    internal static TrustEffectsBody Of(TrustEffects effects) => new()
    {
        Band = effects.Band,
        LimitPercent = effects.LimitPercent,
        ExtraSpreadBasisPoints = effects.ExtraSpreadBasisPoints,
        Blocked = effects.IsBlocked,
    };
}

/// <summary>A customer's trust score and what it follows from.</summary>
internal sealed record TrustBody
{
    /// <summary>The score that counts, 0 to 1,000,000; 500,000 is neutral.</summary>
    public required int Score { get; init; }

    /// <summary>Whether an operator has set it, and the reasons do not count now.</summary>
    public required bool Overridden { get; init; }

    /// <summary>What time has left of the contributions, in millionths.</summary>
    public required int Decay { get; init; }

    /// <summary>The latest time of an observation; null: there is none.</summary>
    public required DateTimeOffset? ObservedAt { get; init; }

    /// <summary>The scoring's name.</summary>
    public required string Scoring { get; init; }

    /// <summary>What the score leads to.</summary>
    public required TrustEffectsBody Effects { get; init; }

    /// <summary>What each feature says.</summary>
    public required IReadOnlyList<TrustReasonBody> Reasons { get; init; }

    internal static TrustBody Of(TrustView view) => new()
    {
        Score = view.Score,
        Overridden = view.Override is not null,
        Decay = view.Decay,
        ObservedAt = view.ObservedAt,
        Scoring = view.Scoring,
        Effects = TrustEffectsBody.Of(view.Effects),
        Reasons = [.. view.Reasons.Select(TrustReasonBody.Of)],
    };
}

/// <summary>An override that counts now.</summary>
internal sealed record TrustOverrideBody
{
    /// <summary>The score that it sets.</summary>
    public required int Score { get; init; }

    /// <summary>Until when; null: until another override.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>The operator.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Note { get; init; }
}

/// <summary>A customer's trust as operators see it.</summary>
internal sealed record OperatorTrustBody
{
    /// <summary>The customer.</summary>
    public required string UserId { get; init; }

    /// <summary>The score from the reasons and decay, whether it counts or an override does.</summary>
    public required int ComputedScore { get; init; }

    /// <summary>The override that counts now; null: none does.</summary>
    public required TrustOverrideBody? Override { get; init; }

    /// <summary>How many overrides there were: the next one's <c>after</c>.</summary>
    public required int Overrides { get; init; }

    /// <summary>What the customer sees.</summary>
    public required TrustBody Trust { get; init; }

    internal static OperatorTrustBody Of(TrustView view) => new()
    {
        UserId = view.User.Value,
        ComputedScore = view.ComputedScore,
        Override = view.Override is { Score: { } score } set
            ? new TrustOverrideBody { Score = score, Until = set.Until, By = set.By, Note = set.Note }
            : null,
        Overrides = view.Overrides,
        Trust = TrustBody.Of(view),
    };
}

/// <summary>An operator's order about a score.</summary>
internal sealed record TrustOverrideRequest
{
    /// <summary>How many overrides there were when it was decided, as shown.</summary>
    public required int After { get; init; }

    /// <summary>The score, 0 to 1,000,000; null or left out: the computed one counts again.</summary>
    public int? Score { get; init; }

    /// <summary>Until when it counts; null or left out: until another override.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, on one line of at most 500 characters.</summary>
    public required string Note { get; init; }
}
