using System.Globalization;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// Somebody whose money is inside: a wallet on which everything is done that can be done, sometimes two things at once,
/// each repeated until it is answered, and some again long after. What was told is remembered.
/// </summary>
internal sealed partial class SimulatedSaver
{
    private const uint Wealth = 1_000;

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly int number;
    private readonly SimulatedCaller caller;
    private readonly List<WalletHold> holds = [];
    private readonly List<UInt128> movements = [];
    private readonly Dictionary<UInt128, WalletReceipt> told = [];
    private readonly HashSet<UInt128> asked = [];
    private int operations;

    internal SimulatedSaver(SimulatedWorld world, int number)
    {
        this.world = world;
        this.number = number;
        draw = SplitMix.Of(world.Seed, string.Create(CultureInfo.InvariantCulture, $"saver {number}"));
        caller = new SimulatedCaller(world, draw, string.Create(CultureInfo.InvariantCulture, $"saver {number}"));
        Wallet = WalletOf("saver", number);
    }

    internal WalletId Wallet { get; }

    /// <summary>The ids of all operations that were asked for; a reversal's is that of what it undoes.</summary>
    internal IReadOnlySet<UInt128> Asked => asked;

    /// <summary>What was told of operations that were done, by the ids of their entries.</summary>
    internal IReadOnlyDictionary<UInt128, WalletReceipt> Told => told;

    internal bool IsDone { get; private set; }

    private static AssetId Asset => new(SimulatedAssets.All[0].Id);

    private static WalletId WalletOf(string who, int number) => WalletId.Of(
        UserId.Derive(new AccountId(string.Create(CultureInfo.InvariantCulture, $"{who}:{number}"))), "main");

    internal async Task LiveAsync()
    {
        await DoAsync(Credit(Asset, Wealth));
        var open = new List<Task> { SendAllAsync() };
        for (var left = Math.Min(4 * world.Settings.QuotesMax ?? int.MaxValue, draw.Between(10, 25)); left > 0; left--)
        {
            var doing = DoAsync(Draw());
            if (draw.Chance(60))
            {
                await doing;
            }

            open.Add(doing);
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 9_000)));
        }

        foreach (var each in open)
        {
            await each;
        }

        IsDone = true;
    }

    private Operation Draw() => draw.Below(100) switch
    {
        < 20 => Credit(Asset, (uint)draw.Between(1, 300)),
        < 45 => Debit(),
        < 60 => Hold(),
        < 78 when holds.Count > 0 => Capture(),
        < 82 when holds.Count > 0 => Release(),
        < 88 => Reverse(),
        _ => Transfer(),
    };

    private Operation Credit(AssetId asset, UInt128 units)
    {
        var movement = new WalletMovement
        {
            Id = NewId(),
            Reason = WalletReason.Adjustment,
            Amount = new Amount(asset, units),
            Account = LedgerAccounts.Capital,
        };
        return new Operation(
            "credit", movement.Id, movement.Id, (w, note) => w.CreditAsync(movement with { Reference = note }));
    }

    private Operation Debit()
    {
        var movement = new WalletMovement
        {
            Id = NewId(),
            Reason = WalletReason.FeePlatform,
            Amount = Some(),
            Account = LedgerAccounts.RevenuePlatformFee,
        };
        return new Operation(
            "debit", movement.Id, movement.Id, (w, note) => w.DebitAsync(movement with { Reference = note }));
    }

    private Operation Hold()
    {
        var until = world.Loop.Outside.Time.GetUtcNow().AddSeconds(draw.Between(10, 150));
        var hold = new WalletHold { Id = NewId(), Amount = Some(), Until = until };
        return new Operation("hold", hold.Id, null, async (w, note) =>
        {
            var outcome = await w.HoldAsync(hold with { Reference = note });
            if (outcome.Value is not null && !holds.Contains(hold))
            {
                holds.Add(hold);
            }

            return outcome;
        });
    }

    private Operation Capture()
    {
        var hold = holds[draw.Below(holds.Count)];
        var capture = new WalletCapture
        {
            Id = NewId(),
            Hold = hold.Id,
            Reason = WalletReason.FeePerformance,
            Amount = hold.Amount with { Units = (hold.Amount.Units / 2) + 1 },
            Account = LedgerAccounts.RevenuePerformanceFee,
        };
        return new Operation(
            "capture", capture.Id, capture.Id, (w, note) => w.CaptureAsync(capture with { Reference = note }));
    }

    private Operation Release()
    {
        var release = new WalletRelease { Id = NewId(), Hold = holds[draw.Below(holds.Count)].Id };
        return new Operation(
            "release", release.Id, null, (w, note) => w.ReleaseAsync(release with { Reference = note }));
    }

    private Operation Transfer()
    {
        var others = world.Savers.Where(saver => saver.number != number).ToList();
        if (others.Count == 0)
        {
            return Debit();
        }

        var transfer = new WalletTransfer
        {
            Id = NewId(),
            To = others[draw.Below(others.Count)].Wallet,
            Reason = WalletReason.Transfer,
            Amount = Some(),
        };
        return new Operation(
            "transfer", transfer.Id, null, (w, note) => w.TransferAsync(transfer with { Reference = note }));
    }

    private Operation Reverse()
    {
        var reverses = movements.Count == 0 ? 0 : movements[draw.Below(movements.Count)];
        return new Operation("reverse", reverses, null, (w, note) => w.ReverseAsync(
            new WalletReversal { Reverses = reverses, Reference = note }));
    }

    private Amount Some() => new(Asset, (uint)draw.Between(1, 250));

    /// <summary>Savers use the same ids: each wallet has its own.</summary>
    private UInt128 NewId() => (UInt128)(uint)++operations;

    private async Task DoAsync(Operation operation)
    {
        asked.Add(operation.Id);
        var first = await CallAsync(operation, string.Empty);
        world.Coverage.Hit($"wallet {operation.What} {first.Refusal?.Code ?? "done"}");
        if (first.Value is not { } receipt)
        {
            return;
        }

        told[receipt.Id] = receipt;
        if (operation.Reversible is { } id)
        {
            movements.Add(id);
        }

        if (draw.Chance(40))
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 60_000)));
            var isOther = draw.Chance(30);
            var again = await CallAsync(operation, isOther ? "other" : string.Empty);
            var isRight = world.WasRestored
                || (isOther ? again.Refusal?.Code == ErrorCodes.OperationIdReused : again.Value == receipt);
            world.Coverage.Hit(isOther ? "wallet id reused" : "wallet operation repeated");
            if (!isRight)
            {
                world.Violate("wallet", $"{Wallet}: {operation.What} was told {receipt}, and then {again}");
            }
        }
    }

    private Task<Outcome<WalletReceipt>> CallAsync(Operation operation, string note) => CallAsync(
        operation.What, grains => operation.Call(grains.GetGrain<IWalletGrain>(Wallet.Value), note));

    private Task<T> CallAsync<T>(string what, Func<IGrainFactory, Task<T>> call) => caller.CallAsync(what, call);

    /// <summary>Something to be done.</summary>
    /// <param name="What">Its name.</param>
    /// <param name="Id">Its id; of a reversal what it undoes.</param>
    /// <param name="Reversible">The id by which it may be undone; null: it may not.</param>
    /// <param name="Call">Does it, with a reference.</param>
    private sealed record Operation(
        string What, UInt128 Id, UInt128? Reversible, Func<IWalletGrain, string, Task<Outcome<WalletReceipt>>> Call);
}
