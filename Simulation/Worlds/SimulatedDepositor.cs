using System.Globalization;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// Somebody who pays from chains into a wallet and has it paid out again: asks how, pays, asks for a withdrawal until
/// it is answered, sometimes twice, sometimes gives it up, and remembers what was told.
/// </summary>
internal sealed class SimulatedDepositor
{
    private const int AttemptsMax = 12;

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly int number;
    private readonly SimulatedCaller caller;
    private readonly Dictionary<WithdrawalId, WithdrawalView> told = [];

    internal SimulatedDepositor(SimulatedWorld world, int number)
    {
        this.world = world;
        this.number = number;
        draw = SplitMix.Of(world.Seed, string.Create(CultureInfo.InvariantCulture, $"depositor {number}"));
        caller = new SimulatedCaller(world, draw, string.Create(CultureInfo.InvariantCulture, $"depositor {number}"));
        Parties = [.. world.Networks.Chains.Select(chain => new SimulatedParty(chain, draw))];
        Wallet = WalletId.Of(UserId.Derive(Parties[0].Account), "main");
    }

    internal IReadOnlyList<SimulatedParty> Parties { get; }

    internal WalletId Wallet { get; }

    /// <summary>What was told last of each withdrawal that was promised.</summary>
    internal IReadOnlyDictionary<WithdrawalId, WithdrawalView> Told => told;

    internal bool IsDone { get; private set; }

    internal async Task LiveAsync()
    {
        foreach (var party in Parties)
        {
            await CallAsync("claims", async grains =>
            {
                await grains.GetGrain<IAddressGrain>(party.Account.Value).ClaimAsync(Wallet.User);
                return true;
            });
        }

        var open = new List<Task>();
        for (var i = Math.Min(world.Settings.QuotesMax ?? int.MaxValue, draw.Between(2, 6)); i > 0; i--)
        {
            open.Add(ComeAndGoAsync(i));
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 12_000)));
        }

        foreach (var each in open)
        {
            await each;
        }

        IsDone = true;
    }

    private SimulatedParty On(SimulatedAsset asset) => Parties.First(party => party.Chain.Name == asset.Chain);

    private async Task ComeAndGoAsync(int index)
    {
        var asset = SimulatedAssets.All[draw.Below(SimulatedAssets.All.Count)];
        var units = asset.EverydayUnits * (UInt128)draw.Between(50, 150) / 100;
        await PayInAsync(asset, units);
        for (var part = draw.Between(1, 2); part > 0; part--)
        {
            // Before the deposit is there it is refused, or takes what another one has brought.
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 60_000)));
            await PayOutAsync(
                string.Create(CultureInfo.InvariantCulture, $"{index}-{part}"), asset, units * 2 / 5);
        }
    }

    private async Task PayInAsync(SimulatedAsset asset, UInt128 units)
    {
        var instructions = await CallAsync("asks how to pay in", grains => grains
            .GetGrain<IDepositGrain>(DepositCode.Of(Wallet).Value).OpenAsync(new OpenDeposit
            {
                Wallet = Wallet, Asset = asset.Alias, Amount = AmountText.Format(units, asset.Decimals),
            }));
        if (instructions.Value is not { } how)
        {
            world.Coverage.Hit($"deposit refused {instructions.Refusal!.Code}");
            return;
        }

        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            try
            {
                var amount = new ChainAmount(asset.Id, how.Amount!.Value.Units);
                if (await On(asset).PayAsync(how.Address, amount, how.Memo) is not null)
                {
                    world.Coverage.Hit("deposit paid");
                    return;
                }
            }
            catch (Exception failure) when (failure is ChainUnavailableException or ArgumentException)
            {
                world.Trace.Tell($"depositor {number} cannot pay: {failure.Message}");
            }

            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(1_000, 4_000)));
        }
    }

    private async Task PayOutAsync(string key, SimulatedAsset asset, UInt128 units)
    {
        var id = WithdrawalId.Derive(Wallet.User, key);
        var command = new CreateWithdrawal
        {
            Wallet = Wallet,
            Asset = asset.Alias,
            Amount = AmountText.Format(units, asset.Decimals),
            Address = On(asset).Address,
        };
        var asked = await CallAsync("asks for a withdrawal", grains => Withdrawal(grains, id).CreateAsync(command));
        if (asked.Value is not { } view)
        {
            world.Coverage.Hit($"withdrawal refused {asked.Refusal!.Code}");
            return;
        }

        told[id] = view;
        if (draw.Chance(30))
        {
            await RepeatAsync(id, command, view);
        }

        if (draw.Chance(25))
        {
            // At once, or about when it is paid.
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Chance(50) ? draw.Below(35_000) : 0));
            var given = await CallAsync("gives it up", grains => Withdrawal(grains, id).CancelAsync());
            world.Coverage.Hit($"withdrawal cancelled {given.Refusal?.Code ?? "done"}");
        }

        await FollowAsync(id);
    }

    /// <summary>The same key is the same withdrawal, and no other request may have it.</summary>
    private async Task RepeatAsync(WithdrawalId id, CreateWithdrawal command, WithdrawalView first)
    {
        var again = await CallAsync("repeats it", grains => Withdrawal(grains, id).CreateAsync(command));
        var other = await CallAsync(
            "reuses the key", grains => Withdrawal(grains, id).CreateAsync(command with { Memo = "other" }));
        var isSame = again.Value is { } same && same.Amount == first.Amount && same.Address == first.Address
            && same.CreatedAt == first.CreatedAt;
        if (!world.WasRestored && (!isSame || other.Refusal?.Code != ErrorCodes.IdempotencyKeyReused))
        {
            world.Violate("withdrawal", $"{id} was {first}; repeated {again}; with another request {other}");
        }

        world.Coverage.Hit("withdrawal repeated");
    }

    private async Task FollowAsync(WithdrawalId id)
    {
        while (!told[id].Terminal)
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(6_000, 25_000)));
            if (await CallAsync("waits for it", grains => Withdrawal(grains, id).GetAsync()) is { } view)
            {
                told[id] = view;
            }
            else if (world.WasRestored)
            {
                return;
            }
            else
            {
                world.Violate("withdrawal", $"{id} was promised and is not known any more");
                return;
            }
        }
    }

    private static IWithdrawalGrain Withdrawal(IGrainFactory grains, WithdrawalId id) =>
        grains.GetGrain<IWithdrawalGrain>(id.Value);

    private Task<T> CallAsync<T>(string what, Func<IGrainFactory, Task<T>> call) => caller.CallAsync(what, call);
}
