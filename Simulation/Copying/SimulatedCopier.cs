using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// Somebody with an account at a broker and its terminal, who copies providers into it, changes their mind, and at last
/// looks whether the platform's books say what the broker's do.
/// </summary>
internal sealed partial class SimulatedCopier
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(5);

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly SimulatedCaller caller;
    private readonly List<Copying> subscriptions = [];

    internal SimulatedCopier(SimulatedWorld world, int number)
    {
        this.world = world;
        var name = string.Create(CultureInfo.InvariantCulture, $"copier {number}");
        draw = SplitMix.Of(world.Seed, name);
        caller = new SimulatedCaller(world, draw, name);
        User = UserId.Derive(new AccountId(name));
        Account = TradingAccountId.Derive(User, "account");
        Terms = new RegisterTradingAccount
        {
            User = User, Role = TradingRole.Subscriber, Login = 5_001 + number, TradeServer = "Demo",
        };
        Terminal = new SimulatedTerminal(
            world, Account, Terms, SplitMix.Of(world.Seed, $"terminal of {name}"));
    }

    internal UserId User { get; }

    internal TradingAccountId Account { get; }

    internal SimulatedTerminal Terminal { get; }

    /// <summary>What was promised to be copied.</summary>
    internal IReadOnlyList<Copying> Subscriptions => subscriptions;

    internal bool IsDone { get; private set; }

    private RegisterTradingAccount Terms { get; }

    internal string Describe() =>
        $"{Account} {caller.Doing}: {string.Join(", ", subscriptions.Select(each => each.Differs))};"
        + $" {Terminal.Describe()}";

    internal async Task LiveAsync()
    {
        Terminal.Use(await RegisterAsync());
        var terminal = world.Loop.Outside.Start(Terminal.LiveAsync);
        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Below(25_000)));
            await SubscribeAsync(left);
        }

        var minds = subscriptions.Select(ChangeMindAsync).ToList();
        foreach (var mind in minds)
        {
            await mind;
        }

        await SettleAsync();
        Terminal.End();
        await terminal;
        IsDone = true;
    }

    private static ITradingAccountGrain Grain(IGrainFactory grains, TradingAccountId account) =>
        grains.GetGrain<ITradingAccountGrain>(account.Value);

    private static ISubscriptionGrain Grain(IGrainFactory grains, SubscriptionId subscription) =>
        grains.GetGrain<ISubscriptionGrain>(subscription.Value);

    /// <summary>The secret is told once: whose answer is lost takes another one.</summary>
    private async Task<string> RegisterAsync()
    {
        var told = await caller.CallAsync("registers", grains => Grain(grains, Account).RegisterAsync(Terms));
        while (told.Value?.Secret is null)
        {
            if (told.Refusal is { } refusal)
            {
                world.Violate("I12", $"{Account} is not registered: {refusal}");
                return "";
            }

            world.Coverage.Hit("secret told and lost");
            told = await caller.CallAsync(
                "takes another secret", grains => Grain(grains, Account).RotateSecretAsync(User));
        }

        return told.Value.Secret.Text;
    }

    private async Task SubscribeAsync(int number)
    {
        var providers = world.Floor.Providers;
        var provider = providers[draw.Below(providers.Count)];
        var id = SubscriptionId.Derive(
            User, string.Create(CultureInfo.InvariantCulture, $"subscription {number}"));
        var command = new CreateSubscription
        {
            User = User, Account = Account, Provider = provider.Id, Settings = DrawSettings(),
        };
        while (true)
        {
            var told = await caller.CallAsync("subscribes", grains => Grain(grains, id).CreateAsync(command));
            if (told.Value is { } view)
            {
                subscriptions.Add(new Copying(id, provider, view));
                return;
            }

            if (told.Refusal?.Code != ErrorCodes.ProviderUnknown)
            {
                world.Violate("I12", $"{id} was refused: {told}");
                return;
            }

            // Nobody publishes under this name yet.
            world.Coverage.Hit("subscription refused provider_unknown");
            await world.Loop.Outside.DelayAsync(LookPeriod);
        }
    }

    private SubscriptionSettings DrawSettings() => new()
    {
        MultiplierMillionths = draw.Pick(1_000_000, 1_000_000, 500_000, 3_000_000),
        SmallVolume = draw.Pick(SmallVolume.Skip, SmallVolume.Raise),
        IsReverse = draw.Chance(20),
        Sides = draw.Chance(80) ? SideFilter.Both : SideFilter.Long,
        CopiesPendingOrders = draw.Chance(85),
        PositionsMax = draw.Chance(80) ? 100 : 3,
        SlippagePointsMax = draw.Chance(20) ? 15 : 0,
        SlippageAction = SlippageAction.Close,
        OpeningWindow = TimeSpan.FromSeconds(draw.Pick(20, 60, 600)),
        Start = draw.Pick(StartMode.NewOnly, StartMode.OpenPositions),
        TotalDrawdownBasisPoints = draw.Chance(15) ? 1_200 : 0,
        DrawdownAction = draw.Pick(DrawdownAction.Warn, DrawdownAction.StopOpening, DrawdownAction.CloseAll),
    };

    /// <summary>Pauses, goes on, closes all, changes how it copies, ends.</summary>
    private async Task ChangeMindAsync(Copying copying)
    {
        for (var left = draw.Chance(60) ? draw.Between(1, 4) : 0; left > 0; left--)
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(2_000, 60_000)));
            if (draw.Chance(30))
            {
                var settings = DrawSettings();
                Note("changes", await caller.CallAsync(
                    "changes its settings", grains => Grain(grains, copying.Id).ChangeAsync(settings)));
                continue;
            }

            var command = draw.Pick(
                SubscriptionCommand.Pause, SubscriptionCommand.Resume, SubscriptionCommand.Resume,
                SubscriptionCommand.CloseAll, draw.Chance(40) ? SubscriptionCommand.EndNow : SubscriptionCommand.End);
            Note($"{command}", await caller.CallAsync(
                $"has it {command}", grains => Grain(grains, copying.Id).CommandAsync(command)));
        }

        void Note(string what, Outcome<SubscriptionView> told)
        {
            world.Coverage.Hit($"subscription {what.ToLowerInvariant()} {told.Refusal?.Code ?? "done"}");
            if (told.Refusal is { } refusal && refusal.Code != ErrorCodes.SubscriptionOver)
            {
                world.Violate("I12", $"{copying.Id} {what}: {refusal}");
            }
        }
    }

    /// <summary>Something that is copied.</summary>
    internal sealed class Copying(SubscriptionId id, SimulatedProvider provider, SubscriptionView first)
    {
        internal SubscriptionId Id { get; } = id;

        internal SimulatedProvider Provider { get; } = provider;

        /// <summary>As it was when it was promised.</summary>
        internal SubscriptionView First { get; } = first;

        /// <summary>In what the platform's books and the broker's differ; null: in nothing.</summary>
        internal string? Differs { get; set; } = "not looked";
    }
}
