using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Risk;

/// <summary>What a user has booked on one UTC day.</summary>
internal sealed class RiskState : IRecordedState
{
    /// <summary>The day the bookings belong to.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The day's bookings in hundredths of a US dollar, by what they are for.</summary>
    public SortedDictionary<string, ulong> Bookings { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The names of the limits that a booking counts against, by what it is for. A booking that is not in it counts
    /// against <see cref="LimitKeys.Quotes"/> alone.
    /// </summary>
    public SortedDictionary<string, IReadOnlyList<string>> Limits { get; set; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="IRiskGrain"/>
internal sealed class RiskGrain(
    [PersistentState("risk")] IPersistentState<RiskState> state,
    TimeProvider time,
    TrustGate trust,
    UserLimits limits) : Grain, IRiskGrain
{
    private static readonly IReadOnlyList<string> QuotesOnly = [LimitKeys.Quotes];

    /// <summary>What is booked of each limit, so that a check does not add up a day; null: not added up yet.</summary>
    private Dictionary<string, UInt128>? totals;

    public async Task<Refusal?> CheckAsync(RiskClaim claim) => Judge(claim, await LimitPercentAsync());

    public async Task<Refusal?> BookAsync(string booking, RiskClaim claim)
    {
        var percent = await LimitPercentAsync();
        StartDay();
        if (!state.State.Bookings.ContainsKey(booking) && Judge(claim, percent) is not null)
        {
            // A refusal stores nothing, and so does not show that another activation has booked this, or has released
            // what stands against it.
            await state.ReadStateAsync();
            totals = null;
            StartDay();
        }

        if (state.State.Bookings.ContainsKey(booking))
        {
            return null;
        }

        if (Judge(claim, percent) is { } refusal)
        {
            return refusal;
        }

        Count(booking, claim);
        state.State.Bookings.Add(booking, claim.UsdCents);
        Record(HistoryKinds.RiskBooked, booking, claim.UsdCents);
        await state.WriteStateAsync();
        return null;
    }

    public async Task ReleaseAsync(string booking)
    {
        if (!state.State.Bookings.ContainsKey(booking))
        {
            // That nothing is booked is never said from memory: in a partitioned cluster another activation may have
            // booked it since, and the limit would keep it.
            await state.ReadStateAsync();
            totals = null;
        }

        if (state.State.Bookings.Remove(booking, out var usdCents))
        {
            state.State.Limits.Remove(booking);
            totals = null;
            Record(HistoryKinds.RiskReleased, booking, usdCents);
            await state.WriteStateAsync();
        }
    }

    /// <summary>A trusted user may have larger limits than the usual ones, a mistrusted one smaller.</summary>
    private async Task<int> LimitPercentAsync() =>
        (await trust.EffectsAsync(GrainFactory, this.GetPrimaryKeyString())).LimitPercent;

    private void Record(string kind, string booking, ulong usdCents) => state.State.Record(
        time.GetUtcNow(),
        kind,
        new UserId(this.GetPrimaryKeyString()),
        booking,
        new RiskDetails { Day = state.State.Day, UsdCents = usdCents });

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private void StartDay()
    {
        // A booking of yesterday no longer limits anything: a repeat of it counts for today, once.
        if (state.State.Day != Today)
        {
            state.State = new RiskState { Day = Today };
            totals = null;
        }
    }

    /// <summary>Only limits that there are get a place in the state: most platforms have none but of the day.</summary>
    private void Count(string booking, RiskClaim claim)
    {
        var counted = claim.Limits.Where(name => limits.Find(name)?.DayUsdCentsMax is not null).ToList();
        if (!counted.SequenceEqual(QuotesOnly, StringComparer.Ordinal))
        {
            state.State.Limits.Add(booking, counted);
        }

        Add(Totals(), counted, claim.UsdCents);
    }

    private Dictionary<string, UInt128> Totals()
    {
        if (totals is null)
        {
            totals = new Dictionary<string, UInt128>(StringComparer.Ordinal);
            foreach (var (booking, usdCents) in state.State.Bookings)
            {
                Add(totals, state.State.Limits.GetValueOrDefault(booking) ?? QuotesOnly, usdCents);
            }
        }

        return totals;
    }

    private static void Add(Dictionary<string, UInt128> totals, IReadOnlyList<string> names, ulong usdCents)
    {
        foreach (var name in names)
        {
            totals[name] = totals.GetValueOrDefault(name) + usdCents;
        }
    }

    private static UInt128? Scale(ulong? centsMax, int percent) => (UInt128?)centsMax * (UInt128)percent / 100;

    private Refusal? Judge(RiskClaim claim, int percent)
    {
        var booked = state.State.Day == Today ? Totals() : null;
        foreach (var name in claim.Limits)
        {
            if (limits.Find(name) is not { } limit)
            {
                continue;
            }

            // A score judges how a user trades; what is in a wallet is the user's all the same.
            var share = LimitKeys.IsOfWithdrawals(name) ? 100 : percent;
            if (Scale(limit.OneUsdCentsMax, share) is { } oneMax && claim.UsdCents > oneMax)
            {
                return LimitTexts.Exceeded(limit.One, claim.UsdCents, oneMax, resetsAt: null, retryAt: null);
            }

            var day = (booked?.GetValueOrDefault(name) ?? 0) + claim.UsdCents;
            if (Scale(limit.DayUsdCentsMax, share) is { } dayMax && day > dayMax)
            {
                var resetsAt = LimitCounters.ResetOf(Today);
                return LimitTexts.Exceeded(limit.Day, day, dayMax, resetsAt, resetsAt);
            }
        }

        return null;
    }
}
