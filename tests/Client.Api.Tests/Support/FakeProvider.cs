using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A provider that takes what the API asks, or refuses as the test says.</summary>
internal sealed class FakeProvider(string id) : IProviderGrain
{
    /// <summary>Null: there is no such provider.</summary>
    internal ProviderView? View { get; set; }

    internal Refusal? Refusal { get; set; }

    internal ProviderStatistics? Statistics { get; set; }

    internal List<CreateProvider> Made { get; } = [];

    internal List<PublishSignal> Published { get; } = [];

    internal static ProviderTicket Ticket { get; } = new()
    {
        Ticket = 7,
        Symbol = "EURUSD",
        Kind = OrderKind.SellStop,
        IsPending = true,
        Opened = new Lots(10),
        Left = new Lots(5),
        Price = new SymbolPrice(108_345, 5),
        StopLoss = SymbolPrice.None(5),
        TakeProfit = new SymbolPrice(100_000, 5),
        OpenedAt = Samples.Start,
        OpenNumber = 1,
    };

    internal void Open(UserId user, TradingAccountId? account = null) => View = new ProviderView
    {
        Id = new ProviderId(id),
        Terms = new CreateProvider { User = user, Name = "Bob", Account = account },
        CreatedAt = Samples.Start,
        LastNumber = 3,
        ToldNumber = 2,
        Open = [Ticket],
        Admission = new ProviderAdmission(),
    };

    public Task<Outcome<ProviderView>> CreateAsync(CreateProvider command)
    {
        Made.Add(command);
        if (Refusal is null)
        {
            Open(command.User, command.Account);
        }

        return Answer();
    }

    public Task<ProviderView?> GetAsync() => Task.FromResult(View);

    public Task<Outcome<CopySignal>> PublishAsync(PublishSignal command)
    {
        Published.Add(command);
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<CopySignal>(refusal)
            : Outcome.Of(new CopySignal
            {
                Number = 4,
                At = Samples.Start,
                Action = command.Action,
                Ticket = Ticket,
                ClosePrice = command.Action == SignalAction.Close ? command.Price ?? default : default,
            }));
    }

    public Task<Outcome<ProviderView>> AdmitAsync(ProviderAdmission admission)
    {
        View = View! with { Admission = admission };
        return Answer();
    }

    public Task<ProviderBook?> GetBookAsync() => throw new NotSupportedException();

    public Task<Outcome<ProviderView>> SetFeeAsync(CopyFee? fee)
    {
        View = Refusal is null ? View! with { Fee = fee } : View;
        return Answer();
    }

    public Task<Refusal?> CheckSubscriberAsync(UserId user) => Task.FromResult(Refusal);

    public Task<ProviderStatistics?> GetStatisticsAsync() => Task.FromResult(Statistics);

    public Task WakeAsync() => throw new NotSupportedException();

    public Task<long> GetLastNumberAsync(TradingAccountId account) => throw new NotSupportedException();

    public Task<PublishAnswer> PublishFromTerminalAsync(TradingAccountId account, TerminalSignal signal) =>
        throw new NotSupportedException();

    private Task<Outcome<ProviderView>> Answer() => Task.FromResult(Refusal is { } refusal
        ? Outcome.Refused<ProviderView>(refusal)
        : Outcome.Of(View!));

    public Task<bool> MarkAsync(TradingAccountId account, TerminalMark mark) => throw new NotSupportedException();
}
