using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Risk;

/// <summary>What a user has booked on one UTC day.</summary>
internal sealed class RiskState : IRecordedState
{
    /// <summary>The day the bookings belong to.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The day's bookings in hundredths of a US dollar, by what they are for.</summary>
    public SortedDictionary<string, ulong> Bookings { get; set; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="IRiskGrain"/>
internal sealed class RiskGrain(
    [PersistentState("risk")] IPersistentState<RiskState> state,
    TimeProvider time,
    TrustGate trust,
    IOptions<RiskOptions> options) : Grain, IRiskGrain
{
    public async Task<Refusal?> CheckAsync(ulong usdCents) => Judge(usdCents, await LimitPercentAsync());

    public async Task<Refusal?> BookAsync(string booking, ulong usdCents)
    {
        var percent = await LimitPercentAsync();
        StartDay();
        if (state.State.Bookings.ContainsKey(booking))
        {
            return null;
        }

        if (Judge(usdCents, percent) is { } refusal)
        {
            return refusal;
        }

        state.State.Bookings.Add(booking, usdCents);
        Record(HistoryKinds.RiskBooked, booking, usdCents);
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
        }

        if (state.State.Bookings.Remove(booking, out var usdCents))
        {
            Record(HistoryKinds.RiskReleased, booking, usdCents);
            await state.WriteStateAsync();
        }
    }

    private void Record(string kind, string booking, ulong usdCents) => state.State.Record(
        time.GetUtcNow(),
        kind,
        new UserId(this.GetPrimaryKeyString()),
        booking,
        new RiskDetails { Day = state.State.Day, UsdCents = usdCents });

    /// <summary>A trusted user may have larger limits than the usual ones, a mistrusted one smaller.</summary>
    private async Task<int> LimitPercentAsync() =>
        (await trust.EffectsAsync(GrainFactory, this.GetPrimaryKeyString())).LimitPercent;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private void StartDay()
    {
        // A booking of yesterday no longer limits anything: a repeat of it counts for today, once.
        if (state.State.Day != Today)
        {
            state.State = new RiskState { Day = Today };
        }
    }

    private Refusal? Judge(ulong usdCents, int percent)
    {
        var limits = options.Value;
        var quoteMax = Scale(limits.QuoteUsdCentsMax, percent);
        if (usdCents > quoteMax)
        {
            return Exceeded("A quote", usdCents, quoteMax, resetsAt: null);
        }

        UInt128 booked = 0;
        if (state.State.Day == Today)
        {
            foreach (var (_, cents) in state.State.Bookings)
            {
                booked += cents;
            }
        }

        var resetsAt = new DateTimeOffset(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var dayMax = Scale(limits.DayUsdCentsMax, percent);
        return booked + usdCents > dayMax
            ? Exceeded("A day's quotes", booked + usdCents, dayMax, resetsAt)
            : null;
    }

    private static UInt128 Scale(long centsMax, int percent) => (UInt128)centsMax * (UInt128)percent / 100;

    private static Refusal Exceeded(string what, UInt128 cents, UInt128 centsMax, DateTimeOffset? resetsAt) => new()
    {
        Code = ErrorCodes.LimitExceeded,
        Detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{what} may be worth {AmountText.Format(centsMax, 2)} US dollars;"
            + $" this would be {AmountText.Format(cents, 2)}.")
            + (resetsAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" The limit resets at {at:u}.") : ""),
        RetryAt = resetsAt,
    };
}
