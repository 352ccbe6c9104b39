using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>An entry that is in a wallet's stream, or will be with the next write.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Booking">What was booked.</param>
internal sealed record BookedOperation(long Sequence, LedgerBooking Booking);

/// <summary>
/// What one group of operations works on: the wallet's state, the time, and the entries that the operations may repeat
/// or refer to. It does nothing but compute; the grain stores what comes out.
/// </summary>
/// <param name="wallet">The wallet.</param>
/// <param name="state">Its state, which operations change.</param>
/// <param name="known">The entries of the wallet, stored already, that have an id that an operation asked for.</param>
/// <param name="now">When the group is booked.</param>
/// <param name="assets">What may be credited.</param>
/// <param name="options">The limits.</param>
internal sealed class WalletBook(
    WalletId wallet,
    WalletState state,
    Dictionary<UInt128, BookedOperation> known,
    DateTimeOffset now,
    AssetCatalog assets,
    WalletOptions options)
{
    private readonly List<(UInt128 Id, BookedOperation Done)> booked = [];

    internal WalletId Wallet => wallet;

    internal WalletState State => state;

    internal DateTimeOffset Now => now;

    internal AssetCatalog Assets => assets;

    internal WalletOptions Options => options;

    internal string Available => LedgerAccounts.WalletAvailable(wallet);

    internal string Held => LedgerAccounts.WalletHeld(wallet);

    /// <summary>True once the state has to be stored.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>True once there is a transfer to be handed over.</summary>
    internal bool HasSent { get; set; }

    /// <summary>Does an operation, or says what it did before, or why it is not done.</summary>
    internal Outcome<WalletReceipt> Run(WalletOperation operation)
    {
        var id = operation.EntryId(wallet);
        if (known.TryGetValue(id, out var done))
        {
            return operation.IsBookedAs(wallet, done.Booking)
                ? Outcome.Of(Receipt(id, done))
                : Outcome.Refused<WalletReceipt>(
                    ErrorCodes.OperationIdReused,
                    "id",
                    $"{WalletNames.Hex(id)} was a {done.Booking.Kind} of {wallet} with other parameters."
                        + " Repeat an operation as it was, or give a new one an id of its own.");
        }

        if (operation.Refuse(this) is { } refusal)
        {
            return Outcome.Refused<WalletReceipt>(refusal);
        }

        return Outcome.Of(Receipt(id, Book(id, operation.Change(this))));
    }

    /// <summary>Makes available again what was held and whose time is over.</summary>
    internal void ReleaseEnded()
    {
        if (state.Holds.Count == 0)
        {
            return;
        }

        foreach (var hold in state.Holds.Where(hold => hold.Until <= now).OrderBy(hold => hold.Until).ToList())
        {
            Book(WalletNames.ExpiryId(wallet, hold.Id), ReleaseOperation.Release(this, hold, "expired"));
        }
    }

    /// <summary>A transfer has arrived: it need not be sent any more. Nothing is booked here.</summary>
    internal void Forget(UInt128 transfer)
    {
        if (state.Outgoing.RemoveAll(sent => sent.Id == transfer) > 0)
        {
            state.OutgoingSince = state.Outgoing.Count == 0 ? null : state.OutgoingSince;
            IsChanged = true;
        }
    }

    /// <summary>
    /// Adds what this group booked to what was found for the next: the look-up may have been too early.
    /// </summary>
    internal void AddTo(Dictionary<UInt128, BookedOperation> found)
    {
        foreach (var (id, done) in booked)
        {
            found.TryAdd(id, done);
        }
    }

    /// <summary>The entry with this id, if the operation has asked for it.</summary>
    internal BookedOperation? Find(UInt128 id) => known.GetValueOrDefault(id);

    internal OpenHold? FindHold(UInt128 id) => state.Holds.Find(hold => hold.Id == id);

    internal WalletFunds Funds(AssetId asset) =>
        state.Funds.Find(funds => funds.Asset == asset) ?? new WalletFunds(asset, 0, 0);

    /// <summary>More or less is available. The caller has made sure that there is enough, and room.</summary>
    internal void Put(AssetId asset, UInt128 available, UInt128 held)
    {
        Check.That(UInt128.MaxValue - available >= held, $"{wallet}: {available} and {held} of {asset} can be counted");
        var index = state.Funds.FindIndex(funds => funds.Asset == asset);
        if (index >= 0)
        {
            state.Funds.RemoveAt(index);
        }

        if (available > 0 || held > 0)
        {
            var after = state.Funds.FindIndex(funds => string.CompareOrdinal(funds.Asset.Value, asset.Value) > 0);
            state.Funds.Insert(after < 0 ? state.Funds.Count : after, new WalletFunds(asset, available, held));
        }
    }

    /// <summary>Why an amount cannot be taken from what is available; null: it can.</summary>
    internal Refusal? RefuseTaking(Amount amount)
    {
        var available = Funds(amount.Asset).Available;
        return available >= amount.Units
            ? null
            : new Refusal
            {
                Code = ErrorCodes.FundsInsufficient,
                Field = "amount",
                Detail = $"{wallet} has {available} base units of {amount.Asset} available;"
                    + $" this takes {amount.Units}. Take less, or credit it first.",
            };
    }

    /// <summary>Why an amount cannot be put in; null: it can.</summary>
    internal Refusal? RefusePutting(Amount amount)
    {
        var funds = Funds(amount.Asset);
        return UInt128.MaxValue - funds.Available - funds.Held >= amount.Units
            ? null
            : new Refusal
            {
                Code = ErrorCodes.BalanceOverflow,
                Field = "amount",
                Detail = $"{wallet} has {funds.Available} base units of {amount.Asset} available and {funds.Held} held;"
                    + $" with {amount.Units} more they would not fit 128 bits. Use another wallet.",
            };
    }

    /// <summary>Takes from what is available, after <see cref="RefuseTaking"/>.</summary>
    internal void Take(Amount amount)
    {
        var funds = Funds(amount.Asset);
        Check.That(funds.Available >= amount.Units, $"{wallet}: {funds} covers {amount}");
        Put(amount.Asset, funds.Available - amount.Units, funds.Held);
    }

    /// <summary>Adds to what is available, after <see cref="RefusePutting"/>.</summary>
    internal void Give(Amount amount)
    {
        var funds = Funds(amount.Asset);
        Check.That(UInt128.MaxValue - funds.Available >= amount.Units, $"{wallet}: {funds} has room for {amount}");
        Put(amount.Asset, funds.Available + amount.Units, funds.Held);
    }

    internal static WalletReceipt Receipt(UInt128 id, BookedOperation done)
    {
        var postings = done.Booking.Postings;
        var units = postings.Where(p => p.Units > 0).Aggregate(UInt128.Zero, (sum, p) => sum + (UInt128)p.Units);
        return new WalletReceipt
        {
            Id = id,
            Sequence = done.Sequence,
            Kind = done.Booking.Kind,
            At = done.Booking.At,
            Amount = new Amount(new AssetId(postings[0].Asset), units),
        };
    }

    private BookedOperation Book(UInt128 id, LedgerBooking booking)
    {
        Check.That(booking.Id == id, $"{wallet}: {booking.Kind} is booked under its own id");
        state.CreatedAt ??= now;
        state.Ledger.Book(booking);
        var done = new BookedOperation(state.Ledger.Sequence + state.Ledger.Count, booking);
        known.Add(id, done);
        booked.Add((id, done));
        IsChanged = true;
        return done;
    }
}
