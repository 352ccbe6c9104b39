using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A subscription that does what the API asks, or refuses as the test says.</summary>
internal sealed class FakeSubscription(string id) : ISubscriptionGrain
{
    /// <summary>Null: there is no such subscription.</summary>
    internal SubscriptionView? View { get; set; }

    internal Refusal? Refusal { get; set; }

    internal List<CreateSubscription> Made { get; } = [];

    internal List<SubscriptionSettings> Settings { get; } = [];

    internal List<SubscriptionCommand> Commands { get; } = [];

    internal void Open(CreateSubscription command) => View = new SubscriptionView
    {
        Id = new SubscriptionId(id),
        Terms = command,
        Settings = command.Settings,
        Status = SubscriptionStatus.Active,
        CreatedAt = Samples.Start,
        SignalNumber = 3,
        Sequence = 9,
        OrdersWaiting = 1,
        Copies =
        [
            new CopyView
            {
                Position = PositionId.Derive(new SubscriptionId(id), 7),
                Ticket = 7,
                Symbol = "EURUSD.r",
                Kind = OrderKind.SellStop,
                Volume = new Lots(15),
            },
        ],
        NetProfitCents = -1_205,
        Skipped = 2,
        LastSkip = CopyReasons.Late,
    };

    public Task<Outcome<SubscriptionView>> CreateAsync(CreateSubscription command)
    {
        Made.Add(command);
        if (Refusal is null)
        {
            Open(command);
        }

        return Answer();
    }

    public Task<SubscriptionView?> GetAsync() => Task.FromResult(View);

    public Task<Outcome<SubscriptionView>> ChangeAsync(SubscriptionSettings settings)
    {
        Settings.Add(settings);
        View = View! with { Settings = settings };
        return Answer();
    }

    public Task<Outcome<SubscriptionView>> CommandAsync(SubscriptionCommand command)
    {
        Commands.Add(command);
        return Answer();
    }

    public Task<bool> TellAsync(IReadOnlyList<CopySignal> signals) => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();

    public Task<SubscriptionFeed?> ResumeAsync(TradingAccountId account, long lastSequence) =>
        throw new NotSupportedException();

    public Task<bool> ReportAsync(TradingAccountId account, OrderReport report) => throw new NotSupportedException();

    public Task RejectAsync(TradingAccountId account, OrderRejection rejection) => throw new NotSupportedException();

    private Task<Outcome<SubscriptionView>> Answer() => Task.FromResult(Refusal is { } refusal
        ? Outcome.Refused<SubscriptionView>(refusal)
        : Outcome.Of(View!));
}

/// <summary>A copied position that is as the test says.</summary>
internal sealed class FakePosition : IPositionGrain
{
    /// <summary>Null: there is no such position.</summary>
    internal PositionView? View { get; set; }

    public Task<PositionView?> GetAsync() => Task.FromResult(View);

    public Task RelayAsync(PositionOrder order) => throw new NotSupportedException();

    public Task<PositionOutcome?> ReportAsync(PositionOrder? order, OrderReport report) =>
        throw new NotSupportedException();
}
