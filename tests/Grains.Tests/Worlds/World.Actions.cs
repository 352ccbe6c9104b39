using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Audit;
using OrleansTrading.Audit.History;
using OrleansTrading.Audit.Ledger;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <content>What customers do, and what can be seen.</content>
internal sealed partial class World
{
    internal const ulong OneSol = 1_000_000_000;
    internal const ulong OneUsdc = 1_000_000;
    internal const ulong OneXlm = 10_000_000;
    internal static readonly UInt128 OneNear = (UInt128)1_000_000_000_000 * 1_000_000_000_000;

    private int _keys;

    internal ITreasuryGrain Treasury(Party treasury) => Grains.GetGrain<ITreasuryGrain>(treasury.Account.Value);

    internal IWatcherGrain Watcher(Party treasury) => Grains.GetGrain<IWatcherGrain>(treasury.Account.Value);

    internal IQuoteGrain Quote(QuoteId id) => Grains.GetGrain<IQuoteGrain>(id.Value);

    internal IPaymentGrain Payment(PaymentId id) => Grains.GetGrain<IPaymentGrain>(id.Value);

    internal Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, string what) =>
        Eventually.GetAsync(ask, holds, what, Log.ToString);

    /// <summary>A user with both addresses proven and money on both chains, at finality.</summary>
    internal async Task<Customer> CustomerAsync(
        ulong lamports = 20 * OneSol, ulong usdcUnits = 5_000 * OneUsdc, bool onStellar = true)
    {
        var solana = new Party(Solana.Inner);
        var stellar = new Party(Stellar.Inner);
        var user = UserId.Derive(solana.Account);
        foreach (var party in new[] { solana, stellar })
        {
            await Grains.GetGrain<IAddressGrain>(party.Account.Value).ClaimAsync(user);
        }

        await FundAsync(solana, lamports, usdcUnits);
        if (onStellar)
        {
            await FundAsync(stellar);
        }

        if (Near is null)
        {
            return new Customer(user, solana, stellar);
        }

        var near = new Party(Near.Inner);
        await Grains.GetGrain<IAddressGrain>(near.Account.Value).ClaimAsync(user);
        await FundAsync(near, usdcUnits: usdcUnits);
        return new Customer(user, solana, stellar) { Near = near };
    }

    internal async Task FundAsync(Party party, ulong lamports = 0, ulong usdcUnits = 0)
    {
        if (party.Chain.Name == Near?.Name)
        {
            await CallNearAsync("devnet_fund", party, 1_000 * OneNear);
            await CallNearAsync("devnet_mint", party, usdcUnits);
            await EventuallyAsync(() => party.BalanceAsync(NearUsdc), units => units >= usdcUnits, "the faucets paid");
            return;
        }

        if (party.Chain.UsesSequence)
        {
            _stellarNetwork.Fund(party.Address);
            await EventuallyAsync(() => party.BalanceAsync(Xlm), units => units > 0, "friendbot paid");
            return;
        }

        if (lamports > 0)
        {
            await CallSolanaAsync("requestAirdrop", party.Address, lamports);
        }

        if (usdcUnits > 0)
        {
            await CallSolanaAsync("devnet_mintTo", new JsonObject
            {
                ["owner"] = party.Address,
                ["mint"] = SolanaDevnet.UsdcMint,
                ["amount"] = $"{usdcUnits}",
            });
        }

        await EventuallyAsync(() => party.BalanceAsync(Sol), units => units >= lamports, "the airdrop is final");
        await EventuallyAsync(() => party.BalanceAsync(Usdc), units => units >= usdcUnits, "the tokens are final");
    }

    internal CreateQuote Command(
        Customer customer, string pay, string? payAmount, string receive, string? receiveAmount = null) => new()
        {
            User = customer.User,
            PayAsset = pay,
            PayAmount = payAmount,
            ReceiveAsset = receive,
            ReceiveAmount = receiveAmount,
            ReceiveAddress = receive.Split('/')[0] switch
            {
                "solana" => customer.Solana.Address,
                "near" => customer.Near!.Address,
                _ => customer.Stellar.Address,
            },
        };

    /// <summary>Asks for a quote with a key of its own.</summary>
    internal Task<Outcome<QuoteView>> CreateAsync(CreateQuote command, string? key = null) =>
        Quote(QuoteId.Derive(command.User, key ?? $"key-{Interlocked.Increment(ref _keys)}")).CreateAsync(command);

    internal async Task<QuoteView> QuoteAsync(CreateQuote command)
    {
        var made = await CreateAsync(command);
        Assert.True(made.Value is not null, $"{made.Refusal}\n{Log}");
        return made.Value;
    }

    internal Task<QuoteView> QuoteAsync(
        Customer customer, string pay, string? payAmount, string receive, string? receiveAmount = null) =>
        QuoteAsync(Command(customer, pay, payAmount, receive, receiveAmount));

    /// <summary>Pays a quote, exactly unless told otherwise.</summary>
    internal static Task<string> PayAsync(QuoteView quote, Customer customer, UInt128? units = null) =>
        customer.On(quote.Pay.Amount.Asset).PayAsync(
            quote.Pay.Address, quote.Pay.Amount with { Units = units ?? quote.Pay.Amount.Units }, quote.Pay.Memo);

    /// <summary>The quote once it has the status, told by its own report to the list.</summary>
    internal async Task<QuoteView> ReachedAsync(QuoteId id, QuoteStatus status)
    {
        try
        {
            await Signals.ReachedAsync(id, s => s == status.ToString()).WaitAsync(Eventually.Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{id} did not become {status}: {await Quote(id).GetAsync()}\n{Log}");
        }

        var view = await Quote(id).GetAsync();
        Assert.Equal(status, view!.Status);
        return view;
    }

    /// <summary>The quote once it satisfies a condition that the list does not show.</summary>
    internal async Task<QuoteView> QuoteWhenAsync(QuoteId id, Func<QuoteView, bool> holds, string what) =>
        (await EventuallyAsync(Quote(id).GetAsync, view => view is not null && holds(view), what))!;

    /// <summary>The payment that a transaction made, once its life is over.</summary>
    internal async Task<PaymentView> FinishedPaymentAsync(Party treasury, string transactionId) =>
        await PaymentWhenAsync(treasury, transactionId, p => p.Status
            is PaymentStatus.Settled or PaymentStatus.Refunded or PaymentStatus.Parked);

    internal async Task<PaymentView> PaymentWhenAsync(
        Party treasury, string transactionId, Func<PaymentView, bool> holds)
    {
        var movement = await EventuallyAsync(
            async () => (await HistoryAsync(treasury)).SingleOrDefault(
                m => m.TransactionId == transactionId && m.Direction == MovementDirection.Incoming),
            m => m is not null,
            $"{transactionId} is final");
        var id = PaymentId.Of(treasury.Chain.Id, transactionId, movement!.Index);
        return (await EventuallyAsync(Payment(id).GetAsync, p => p is not null && holds(p), $"{id} is done"))!;
    }

    /// <summary>What left a treasury account, as the chain tells it.</summary>
    internal async Task<IReadOnlyList<Movement>> OutgoingAsync(Party treasury) =>
        [.. (await HistoryAsync(treasury)).Where(m => m.Direction == MovementDirection.Outgoing)];

    /// <summary>The history of one subject, oldest first.</summary>
    internal Task<List<HistoryRow>> AboutAsync(string subject) =>
        StoredPlatform.ReadAllAsync(History, HistoryFilter.OfSubject(subject));

    /// <summary>A treasury account as it is stored.</summary>
    internal async Task<TreasuryState> StoredAsync(Party treasury)
    {
        var state = new GrainState<TreasuryState>(new TreasuryState());
        await Storage.ReadStateAsync("treasury", Treasury(treasury).GetGrainId(), state);
        return state.State!;
    }

    /// <summary>Limits of a day are not to reset in the middle of a test.</summary>
    internal void JumpToNoon()
    {
        var now = Time.GetUtcNow();
        Time.Jump(new DateTimeOffset(now.UtcDateTime.Date.AddDays(1).AddHours(12), TimeSpan.Zero) - now);
    }

    /// <summary>Nothing that must never happen was logged.</summary>
    internal void AssertCalm() => Assert.True(Log.Critical.Count == 0, string.Join('\n', Log.Critical));

    private static async Task<List<Movement>> HistoryAsync(Party party)
    {
        var movements = new List<Movement>();
        string? cursor = null;
        HistoryPage page;
        do
        {
            page = await party.Chain.ReadHistoryAsync(party.Address, cursor, 100);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        return movements;
    }

    private async Task FundTreasuryAsync()
    {
        await FundAsync(SolanaTreasury, 100 * OneSol, 100_000 * OneUsdc);
        await FundAsync(StellarTreasury);
        if (NearTreasury is not null)
        {
            await FundAsync(NearTreasury, usdcUnits: 100_000 * OneUsdc);
        }

        foreach (var lane in StellarLanes)
        {
            await FundAsync(lane);
        }
    }

    private Task<JsonElement> CallNearAsync(string method, Party party, UInt128 units) => _nearNetwork!.CallAsync(
        method, new JsonObject { ["account_id"] = party.Address, ["amount"] = $"{units}" }, RequestKind.Submission);

    private Task<JsonElement> CallSolanaAsync(string method, params JsonNode?[] parameters) =>
        _solanaNetwork.CallAsync(method, new JsonArray(parameters), RequestKind.Submission);

    /// <summary>Reads what a platform that has ended left behind: its history must tell its states.</summary>
    private async Task AuditAsync()
    {
        await using var stored = await StoredPlatform.OpenSqliteAsync(DatabasePath);
        var findings = new Findings();
        await HistoryAudit.CheckAsync(
            stored, await StoredPlatform.ReadAllAsync(stored.History, HistoryFilter.All), findings);
        await LedgerAudit.CheckAsync(
            stored, Accounts.Select(pair => (pair.Treasury.Account, pair.Chain.Inner)), findings);
        Assert.True(findings.Kept.Count == 0, string.Join("\n", findings.Kept));
    }
}
