using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Trust;

/// <content>The score by hand.</content>
internal sealed partial class TrustGrain
{
    private const int NameLengthMax = 64;

    public async Task<Outcome<TrustView>> OverrideAsync(TrustOverride order)
    {
        Check.That(UserId.TryParse(User.Value, out _), $"'{User}' is a user's id");
        if (order.After != State.Overrides)
        {
            // That another one came first is never said from memory: in a partitioned cluster this activation may be
            // behind the one that took what this order comes after.
            await storage.ReadStateAsync();
            assessment = null;
        }

        if (order == State.LastOverride)
        {
            return Outcome.Of(View());
        }

        var now = time.GetUtcNow();
        if (Malformed(order, now) is { } malformed)
        {
            return Outcome.Refused<TrustView>(malformed);
        }

        if (order.After != State.Overrides)
        {
            return Outcome.Refused<TrustView>(
                ErrorCodes.TrustOverrideOutdated,
                "after",
                $"There were {State.Overrides} overrides of {User}, and this one comes after {order.After}. Look again,"
                    + " and decide by what you see.");
        }

        State.Overrides++;
        State.LastOverride = order;

        // The platform's event, not the user's: the note is for operators.
        State.Record(now, HistoryKinds.TrustOverridden, user: null, User.Value, new TrustOverrideDetails
        {
            Score = order.Score,
            Computed = ComputedAt(now),
            Until = order.Until,
            By = order.By,
            Note = HistoryDetails.Clip(order.Note)!,
        });
        await storage.WriteStateAsync();
        logger.TrustOverridden(order.By, User, order.Score, order.Until);
        return Outcome.Of(View());
    }

    private TrustOverride? OverrideAt(DateTimeOffset now) =>
        State.LastOverride is { Score: not null } last && (last.Until is null || now < last.Until) ? last : null;

    private static Refusal? Malformed(TrustOverride order, DateTimeOffset now)
    {
        if (order.Score is < 0 or > TrustConstants.One)
        {
            return Broken("score", $"A score is 0 to {TrustConstants.One}; this is {order.Score}.");
        }

        if (order.Until is { } until && (order.Score is null || until <= now))
        {
            return Broken("until", $"What may end, in the future, is a score; it is {now:u}, this ends {until:u}.");
        }

        if (order.Note.Length is 0 or > TrustConstants.NoteLengthMax || order.Note.Any(char.IsControl))
        {
            return Broken("note", $"The note says why, on one line of 1 to {TrustConstants.NoteLengthMax} characters.");
        }

        return order.By.Length is 0 or > NameLengthMax
            ? Broken("by", $"An override has an author, of 1 to {NameLengthMax} characters.")
            : null;

        static Refusal Broken(string field, string detail) =>
            new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };
    }
}
