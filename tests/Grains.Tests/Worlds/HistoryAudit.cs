using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Users;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>
/// Compares a stopped platform's history with its stored states: each change that a state shows is in the history once,
/// and nothing else is. Every world is audited at its end, whatever its test was about.
/// </summary>
internal sealed partial class HistoryAudit
{
    private const int PageMax = 500;

    private readonly IGrainStorage _storage;
    private readonly IListingStore _listing;
    private readonly List<HistoryRow> _rows;

    private HistoryAudit(IServiceProvider services, List<HistoryRow> rows)
    {
        _storage = services.GetRequiredService<IGrainStorage>();
        _listing = services.GetRequiredService<IListingStore>();
        _rows = rows;
    }

    internal static async Task CheckAsync(string databasePath)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSqliteStorage(storage =>
        {
            storage.Path = databasePath;
            storage.Json = GrainJson.Options;
        });
        using var host = builder.Build();
        await host.StartAsync();
        var rows = await ReadAllAsync(host.Services.GetRequiredService<IHistoryStore>(), HistoryFilter.All);
        await new HistoryAudit(host.Services, rows).CheckAsync();
        await host.StopAsync();
    }

    /// <summary>All events, oldest first.</summary>
    internal static async Task<List<HistoryRow>> ReadAllAsync(IHistoryStore history, HistoryFilter filter)
    {
        var rows = new List<HistoryRow>();
        IReadOnlyList<HistoryRow> page;
        do
        {
            page = await history.PageAsync(filter, rows.Count == 0 ? null : rows[^1].Position, PageMax, default);
            rows.AddRange(page);
        }
        while (page.Count == PageMax);
        rows.Reverse();
        return rows;
    }

    private async Task CheckAsync()
    {
        foreach (var source in _rows.GroupBy(row => row.Source, StringComparer.Ordinal))
        {
            var events = source.Select(row => row.Event).ToList();
            var separator = source.Key.IndexOf('/', StringComparison.Ordinal);
            var (type, key) = (source.Key[..separator], source.Key[(separator + 1)..]);
            await (type switch
            {
                "quote" => CheckQuoteAsync(key, events),
                "payment" => CheckPaymentAsync(key, events),
                "treasury" => CheckTreasuryAsync(key, events),
                "transfer" => CheckTransferAsync(key, events),
                "user" => CheckUserAsync(key, events),
                "address" => CheckAddressAsync(key, events),
                "session" => CheckSessionAsync(key, events),
                "risk" => CheckRiskAsync(key, events),
                _ => throw new InvalidOperationException($"{source.Key} tells a history that nobody audits."),
            });
        }

        await CheckCompleteAsync();
    }

    private async Task CheckPaymentAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<PaymentState>("payment", key);
        var kinds = events.Select(e => e.Kind).ToList();
        Assert.Equal(HistoryKinds.PaymentReceived, kinds[0]);
        Assert.Equal($"payment.{state.Status.ToString().ToLowerInvariant()}", kinds[^1]);
        Assert.Equal(kinds.Count, kinds.Distinct().Count());
        Assert.All(events, e => Assert.Equal(key, e.Subject));
        Assert.Equal(HistoryOwners.Platform, events[0].Owner);
        Assert.All(events.Skip(1), e => Assert.Equal(state.User?.Value ?? HistoryOwners.Platform, e.Owner));
        if (state.GivingBack is not null)
        {
            Assert.Contains(HistoryKinds.PaymentRefunding, kinds);
        }
    }

    private async Task CheckUserAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<UserState>("user", key);
        Assert.Equal(
            state.Addresses.Select(a => (key, a.ProvenAt, true)),
            events.Select(e => (e.Subject, e.At, e.Owner == key)));
        Assert.Equal(
            state.Addresses.Select((_, i) => i == 0 ? HistoryKinds.UserCreated : HistoryKinds.UserAddressLinked),
            events.Select(e => e.Kind));
    }

    private async Task CheckAddressAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<AddressState>("address", key);
        var claimed = Assert.Single(events);
        Assert.Equal(
            (HistoryKinds.AddressClaimed, key, state.Owner!.Value.Value),
            (claimed.Kind, claimed.Subject, claimed.Owner));
    }

    private async Task CheckSessionAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<SessionState>("session", key);
        string[] open = [HistoryKinds.SessionOpened];
        Assert.Equal(
            state.User is null ? [.. open, HistoryKinds.SessionClosed] : open, events.Select(e => e.Kind));
    }

    /// <summary>What was booked and not released since is what is booked on the state's day.</summary>
    private async Task CheckRiskAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<RiskState>("risk", key);
        var booked = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            Assert.Equal(key, e.Owner);
            using var details = System.Text.Json.JsonDocument.Parse(e.Details);
            var ofDay = details.RootElement.GetProperty("day").GetString() == $"{state.Day:yyyy-MM-dd}";
            var cents = ulong.Parse(
                details.RootElement.GetProperty("usdCents").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture);
            if (ofDay && e.Kind == HistoryKinds.RiskBooked)
            {
                booked.Add(e.Subject, cents);
            }
            else if (ofDay)
            {
                Assert.True(booked.Remove(e.Subject, out var was) && was == cents, $"{e.Subject} was not booked");
            }
        }

        Assert.Equal(state.Bookings, booked);
    }

    /// <summary>Nothing that is stored is missing: what lists and states name has a history of its own.</summary>
    private async Task CheckCompleteAsync()
    {
        var sources = _rows.Select(row => row.Source).ToHashSet(StringComparer.Ordinal);
        var owners = _rows.Select(row => row.Event.Owner).Distinct(StringComparer.Ordinal);
        foreach (var owner in owners)
        {
            foreach (var quote in await _listing.PageByOwnerAsync(ListingKinds.Quote, owner, null, PageMax, default))
            {
                Assert.Contains($"quote/{quote.Id}", sources);
                var state = await ReadAsync<QuoteState>("quote", quote.Id);
                Assert.All(state.Payments, payment => Assert.Contains($"payment/{payment.Id}", sources));
                if (state.Status is QuoteStatus.Executing or QuoteStatus.Executed)
                {
                    Assert.Contains(
                        _rows, row => row.Event.Kind == HistoryKinds.TransferOrdered
                            && row.Event.Subject == TransferId.Delivery(new QuoteId(quote.Id)).Value);
                }
            }
        }
    }

    private async Task<T> ReadAsync<T>(string type, string key)
        where T : class, new()
    {
        var state = new GrainState<T>();
        await _storage.ReadStateAsync(type, GrainId.Create(type, key), state);
        Assert.True(state.RecordExists, $"The history has events of {type}/{key}, and nothing of it is stored.");
        return state.State!;
    }
}
