using System.Globalization;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// Somebody who trades: takes quotes, pays them rightly or wrongly, asks how they are going, and remembers every
/// answer. What they do depends on the seed and their own number only.
/// </summary>
internal sealed partial class SimulatedCustomer
{
    private const int AttemptsMax = 12;
    private const int SaversOneIn = 3;
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(35);

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly int number;
    private readonly SimulatedCaller caller;
    private readonly List<Trade> trades = [];
    private readonly List<Sent> sent = [];

    internal SimulatedCustomer(SimulatedWorld world, int number)
    {
        this.world = world;
        this.number = number;
        draw = SplitMix.Of(world.Seed, string.Create(CultureInfo.InvariantCulture, $"customer {number}"));
        caller = new SimulatedCaller(world, draw, string.Create(CultureInfo.InvariantCulture, $"customer {number}"));
        Parties = [.. world.Networks.Chains.Select(chain => new SimulatedParty(chain, draw))];
        User = UserId.Derive(Parties[0].Account);
        var keys = SplitMix.Of(world.Seed, string.Create(CultureInfo.InvariantCulture, $"savings {number}"));
        Savings = number % SaversOneIn == 0
            ? [.. world.Networks.Chains.Select(chain => new SimulatedParty(chain, keys))]
            : [];
    }

    /// <summary>The customer's account on each chain.</summary>
    internal IReadOnlyList<SimulatedParty> Parties { get; }

    /// <summary>Accounts that some customers want refunds on, and never pay from.</summary>
    internal IReadOnlyList<SimulatedParty> Savings { get; }

    internal UserId User { get; }

    /// <summary>The quotes that the customer was promised.</summary>
    internal IReadOnlyList<Trade> Trades => trades;

    /// <summary>What the customer handed to a network.</summary>
    internal IReadOnlyList<Sent> Payments => sent;

    internal bool IsDone { get; private set; }

    internal string Describe() => $"customer {number} {caller.Doing}";

    /// <summary>The customer's whole life in the world.</summary>
    internal async Task LiveAsync()
    {
        foreach (var party in Parties.Concat(Savings))
        {
            await CallAsync("claims an address", async grains =>
            {
                await grains.GetGrain<IAddressGrain>(party.Account.Value).ClaimAsync(User);
                return true;
            });
        }

        var quotes = Math.Min(world.Settings.QuotesMax ?? int.MaxValue, draw.Between(4, 10));
        var open = new List<Task>();
        for (var i = 0; i < quotes; i++)
        {
            open.Add(TradeAsync(i));
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 9_000)));
        }

        foreach (var each in open)
        {
            await each;
        }

        IsDone = true;
        caller.Doing = "is done";
    }

    private SimulatedParty On(string chain) => Parties.First(party => party.Chain.Name == chain);

    private Task<T> CallAsync<T>(string what, Func<IGrainFactory, Task<T>> call) => caller.CallAsync(what, call);

    /// <summary>Tells the platform that something was paid: or not, or late, or again and again.</summary>
    private void Hint(string chain)
    {
        var times = 1;
        if (world.Faults.Hits(FaultClass.Hints, "hint"))
        {
            times = draw.Below(4);
            world.Coverage.Hit(times switch { 0 => "hint lost", 1 => "hint late", _ => "hint repeated" });
        }

        var treasury = world.Treasuries.First(party => party.Chain.Name == chain);
        for (var i = 0; i < times; i++)
        {
            world.Loop.Outside.After(TimeSpan.FromMilliseconds(draw.Between(0, 15_000)), () =>
            {
                if (world.AnyUp(draw) is { } platform)
                {
                    _ = world.Loop.Outside.Start(async () =>
                    {
                        try
                        {
                            await platform.Grains.GetGrain<IWatcherGrain>(treasury.Account.Value).WakeAsync()
                                .WaitAsync(CallTime, world.Loop.Outside.Time);
                        }
                        catch (Exception failure)
                        {
                            // Nobody waits for a hint.
                            world.Trace.Tell($"hint: {failure.Message}");
                        }
                    });
                }
            });
        }
    }

    /// <summary>Hands a payment to the network; what the network did not take is offered again.</summary>
    private async Task<string?> PayAsync(Trade? trade, SimulatedAsset asset, string to, UInt128 units, string? memo)
    {
        var party = On(asset.Chain);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            caller.Doing = $"pays {units} {asset.Alias}";
            if (asset.Chain != SimulatedAssets.Stellar && world.Faults.Hits(FaultClass.Fork, "customer"))
            {
                var kind = draw.Chance(50) ? Devnet.Faults.FaultKind.Fork : Devnet.Faults.FaultKind.ForkLate;
                world.Networks.FaultsOf(asset.Chain).Set(kind);
                world.Coverage.Hit("payment in an abandoned block");
            }

            string? id = null;
            try
            {
                id = await party.PayAsync(to, new ChainAmount(asset.Id, units), memo);
            }
            catch (Exception failure) when (failure is ChainUnavailableException or ArgumentException)
            {
                world.Trace.Tell($"customer {number} cannot pay: {failure.Message}");
            }
            finally
            {
                world.Networks.FaultsOf(asset.Chain).Clear();
            }

            if (id is not null)
            {
                sent.Add(new Sent(trade, asset, units, id, memo));
                world.Trace.Note("paid", number, id);
                Hint(asset.Chain);
                return id;
            }

            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(1_000, 4_000)));
        }

        world.Coverage.Hit("payment not taken by the network");
        return null;
    }
}

/// <summary>A quote as the customer was promised it, and what they were told about it since.</summary>
internal sealed class Trade(QuoteView promised)
{
    internal QuoteView Promised { get; } = promised;

    /// <summary>What was told last.</summary>
    internal QuoteView Told { get; set; } = promised;

    /// <summary>Whether a platform that was restored does not know it any more.</summary>
    internal bool IsForgotten { get; set; }
}

/// <summary>What a customer handed to a network.</summary>
/// <param name="Trade">What for; null: for nothing.</param>
/// <param name="Asset">Of what.</param>
/// <param name="Units">How much.</param>
/// <param name="TransactionId">Its transaction.</param>
/// <param name="Memo">Its memo.</param>
internal sealed record Sent(Trade? Trade, SimulatedAsset Asset, UInt128 Units, string TransactionId, string? Memo);
