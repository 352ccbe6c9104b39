using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Worlds;

/// <content>What a saver sends to other wallets as customers do: by requests with a key.</content>
internal sealed partial class SimulatedSaver
{
    /// <summary>So many everyday amounts may be sent: in worlds with a small limit of the day less may.</summary>
    private const uint EverydaysToSend = 8;

    private readonly Dictionary<WalletTransferId, WalletTransferView> sent = [];
    private readonly HashSet<WalletTransferId> refused = [];

    /// <summary>Another wallet of the same user's; nothing is done with it but sent to it.</summary>
    internal WalletId Second => WalletId.Of(Wallet.User, "second");

    /// <summary>What was told last of each transfer that was made.</summary>
    internal IReadOnlyDictionary<WalletTransferId, WalletTransferView> Sent => sent;

    /// <summary>Those that were refused, and not asked for again.</summary>
    internal IReadOnlySet<WalletTransferId> Refused => refused;

    /// <summary>What is sent: transfers to others have a least amount, which a limit can be compared with.</summary>
    private static SimulatedAsset Dollar => SimulatedAssets.All[1];

    private async Task SendAllAsync()
    {
        await DoAsync(Credit(new AssetId(Dollar.Id), EverydaysToSend * Dollar.EverydayUnits));
        var open = new List<Task>();
        var count = Math.Min(2 * world.Settings.QuotesMax ?? int.MaxValue, draw.Between(3, 8));
        for (var i = 0; i < count; i++)
        {
            open.Add(SendAsync(i));
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 25_000)));
        }

        await Task.WhenAll(open);
    }

    private async Task SendAsync(int index)
    {
        var id = WalletTransferId.Derive(Wallet.User, string.Create(CultureInfo.InvariantCulture, $"{index}"));
        var command = DrawTransfer(id);
        if (await SendAsync(id, command) is not { } view)
        {
            refused.Add(id);
            if (draw.Chance(50))
            {
                return;
            }

            // What was refused is nowhere, and its key is free for anything else.
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 30_000)));
            command = DrawTransfer(id);
            view = await SendAsync(id, command);
            if (view is null)
            {
                return;
            }

            refused.Remove(id);
            world.Coverage.Hit("transfer with a key that was refused before");
        }

        sent[id] = view;
        world.Coverage.Hit(view.To.User == Wallet.User ? "transfer to an own wallet" : "transfer to another user");
        if (draw.Chance(40))
        {
            await RepeatAsync(id, command, view);
        }

        await FollowAsync(id);
    }

    /// <summary>To another user, to oneself, or to nobody; sometimes too little, or more than there is.</summary>
    private CreateWalletTransfer DrawTransfer(WalletTransferId id)
    {
        var others = world.Savers.Where(saver => saver.number != number).Select(saver => saver.Wallet)
            .DefaultIfEmpty(Second).ToList();
        var to = draw.Below(100) switch
        {
            < 65 => others[draw.Below(others.Count)],
            < 93 => Second,
            _ => WalletOf("stranger", number),
        };
        var percent = draw.Below(100) switch
        {
            < 5 => 0,
            < 15 => draw.Between(500, 2_000),
            _ => draw.Between(20, 150),
        };
        var units = percent == 0 ? UInt128.One : Dollar.EverydayUnits * (UInt128)percent / 100;
        return new CreateWalletTransfer
        {
            From = Wallet,
            To = to,
            Asset = Dollar.Alias,
            Amount = AmountText.Format(units, Dollar.Decimals),
            Note = id.Value,
        };
    }

    /// <summary>The transfer as it was told; null: it was refused.</summary>
    private async Task<WalletTransferView?> SendAsync(WalletTransferId id, CreateWalletTransfer command)
    {
        while (true)
        {
            var answer = await CallAsync("sends", grains => Transfer(grains, id).CreateAsync(command));
            if (answer.Value is { } view)
            {
                return view;
            }

            world.Coverage.Hit($"transfer refused {answer.Refusal!.Code}");
            if (answer.Refusal.Code != ErrorCodes.Overloaded)
            {
                return null;
            }

            // A queue that is full says nothing of the transfer.
            await world.Loop.Outside.DelayAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The same key is the same transfer, and no other request may have it.</summary>
    private async Task RepeatAsync(WalletTransferId id, CreateWalletTransfer command, WalletTransferView first)
    {
        await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(0, 60_000)));
        var again = await CallAsync("sends again", grains => Transfer(grains, id).CreateAsync(command));
        var other = await CallAsync(
            "reuses the key", grains => Transfer(grains, id).CreateAsync(command with { Note = "other" }));
        var isSame = again.Value is { } same
            && same with { Status = first.Status, ArrivedAt = first.ArrivedAt } == first;
        if (!world.WasRestored && (!isSame || other.Refusal?.Code != ErrorCodes.IdempotencyKeyReused))
        {
            world.Violate("transfer", $"{id} was {first}; repeated {again}; with another request {other}");
        }

        world.Coverage.Hit("transfer repeated");
    }

    private async Task FollowAsync(WalletTransferId id)
    {
        while (sent[id].Status != WalletTransferStatus.Arrived)
        {
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(500, 15_000)));
            if (await CallAsync("waits for it", grains => Transfer(grains, id).GetAsync()) is { } view)
            {
                sent[id] = view;
            }
            else if (world.WasRestored)
            {
                return;
            }
            else
            {
                world.Violate("transfer", $"{id} was promised and is not known any more");
                return;
            }
        }
    }

    private static IWalletTransferGrain Transfer(IGrainFactory grains, WalletTransferId id) =>
        grains.GetGrain<IWalletTransferGrain>(id.Value);
}
