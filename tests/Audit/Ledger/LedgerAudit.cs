using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Audit.Money;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Audit.Ledger;

/// <summary>
/// Compares a stopped platform's ledger with its stored states and with the chains: each entry balances and is in its
/// place, nothing is owed for what is finished, and a treasury account holds what is booked, to the last base unit.
/// Every world of the grains' tests is audited at its end, whatever its test was about.
/// </summary>
internal sealed partial class LedgerAudit
{
    private readonly StoredPlatform _stored;
    private readonly LedgerBooks _books;
    private readonly Findings _findings;
    private readonly ILedgerStore _ledger;

    private LedgerAudit(StoredPlatform stored, LedgerBooks books, Findings findings)
    {
        _stored = stored;
        _books = books;
        _findings = findings;
        _ledger = stored.Services.GetRequiredService<ILedgerStore>();
    }

    /// <param name="stored">The platform.</param>
    /// <param name="treasuries">Its accounts, each with its chain as it is, not as the platform was told.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    internal static async Task CheckAsync(
        StoredPlatform stored, IEnumerable<(AccountId Account, IChain Chain)> treasuries, Findings findings)
    {
        var books = await LedgerBooks.ReadAsync(stored.Services);
        var audit = new LedgerAudit(stored, books, findings);
        await audit.CheckWholeAsync();
        foreach (var stream in books.Entries.GroupBy(entry => entry.Stream))
        {
            await audit.CheckStreamAsync(stream.Key, [.. stream]);
        }

        audit.CheckPendingIn();
        await audit.CheckWithdrawalsAsync();
        foreach (var (account, chain) in treasuries)
        {
            await audit.CheckTreasuryAsync(account, chain);
        }
    }

    private async Task CheckWholeAsync()
    {
        foreach (var problem in _books.Problems)
        {
            _findings.Add(problem);
        }

        var store = _stored.Services.GetRequiredService<ILedgerAuditStore>();
        _findings.Same(null, await store.StrayPostingAsync(default), "a line of the ledger that belongs to no entry");
        _findings.Same(
            null, await store.StreamWithoutEntriesAsync(default), "a state whose ledger has no entries");
        foreach (var sum in await store.SumsAsync(default))
        {
            _findings.Require(sum.Units.IsZero, $"all postings add up to {sum}");
        }
    }

    private async Task CheckStreamAsync(LedgerStream stream, IReadOnlyList<LedgerEntry> entries)
    {
        var previous = LedgerConstants.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            var fits = entries[i].Sequence == i + 1 && entries[i].PreviousHash == previous;
            _findings.Require(fits, $"{stream} is broken at {entries[i].Sequence}");
            previous = entries[i].Hash;
        }

        var end = stream.GrainType switch
        {
            "quote" => await CheckAsync<QuoteState>(
                stream,
                state => CheckOwedAsync(
                    LedgerAccounts.Quote(new QuoteId(stream.GrainKey)), QuoteTransitions.IsTerminal(state.Status))),
            "payment" => await CheckAsync<PaymentState>(
                stream,
                state => CheckOwedAsync(
                    LedgerAccounts.Payment(state.Payment!.Id),
                    state.Status is PaymentStatus.Settled or PaymentStatus.Refunded or PaymentStatus.Parked)),
            "transfer" => await CheckAsync<TransferState>(stream, _ => Task.CompletedTask),
            "treasury" => await CheckAsync<TreasuryState>(stream, _ => Task.CompletedTask),
            "withdrawal" => await CheckAsync<WithdrawalState>(stream, _ => Task.CompletedTask),
            "wallet" => await CheckAsync<WalletState>(stream, state => CheckWallet(stream.GrainKey, state)),
            _ => throw new InvalidOperationException($"{stream} has a ledger that nobody audits."),
        };
        _findings.Same(((long)entries.Count, previous), end, $"the end of {stream}");
    }

    /// <returns>Where the stored state says that its stream ends.</returns>
    private async Task<(long Sequence, string Hash)> CheckAsync<T>(LedgerStream stream, Func<T, Task> check)
        where T : class, IBookedState, new()
    {
        var state = await _stored.FindAsync<T>(stream.GrainType, stream.GrainKey);
        if (state is null)
        {
            return (0, LedgerConstants.NoHash);
        }

        await check(state);
        return (state.Ledger.Sequence, state.Ledger.Hash);
    }

    /// <summary>What is finished is owed no more; what is not is never owed less than nothing.</summary>
    private async Task CheckOwedAsync(string account, bool isFinished)
    {
        foreach (var balance in await _ledger.BalancesAsync(account, at: null, default))
        {
            var holds = isFinished ? balance.Units.IsZero : balance.Units.Sign <= 0;
            _findings.Require(holds, $"{balance}, and finished is {isFinished}");
        }
    }

    /// <summary>
    /// The chain's balances are the booked ones and what came in and was not recorded before the end. Not compared
    /// where something went out that is not booked: in flight, or not ours.
    /// </summary>
    private async Task CheckTreasuryAsync(AccountId account, IChain chain)
    {
        var state = await _stored.FindAsync<TreasuryState>("treasury", account.Value);
        if (state is not { BeginCursor: { } beginning, Halted: null, AcceptsDifference: false })
        {
            return;
        }

        var (movements, balances) = await ReadAsync(chain, account.Address, beginning);
        var name = LedgerAccounts.Treasury(account);
        var booked = _books.Entries
            .Where(e => e.Booking.Postings.Any(p => p.Account == name))
            .Select(e => e.Booking.Reference).ToHashSet(StringComparer.Ordinal);
        var unbooked = movements.Where(m => !booked.Contains(m.TransactionId)).ToList();
        if (unbooked.Exists(m => m.Direction == MovementDirection.Outgoing))
        {
            return;
        }

        foreach (var held in balances)
        {
            var coming = unbooked.Where(m => m.Amount!.Asset == held.Asset)
                .Aggregate(BigInteger.Zero, (sum, m) => sum + m.Amount!.Units);
            var expected = _books.Balance(name, held.Asset) + coming;
            _findings.Require(
                expected == held.Units,
                $"{account} holds {held.Units} of {held.Asset}; {expected} are booked:\n"
                    + _books.Explain(name, held.Asset));
        }
    }

    /// <summary>
    /// History and balances of one moment: what was submitted last may become final while they are read.
    /// </summary>
    private static async Task<(IReadOnlyList<Movement> Movements, IReadOnlyList<ChainBalance> Balances)> ReadAsync(
        IChain chain, string treasury, string beginning)
    {
        var after = (await chain.GetBalancesAsync(treasury)).Held;
        while (true)
        {
            var before = after;
            var (movements, _) = await ChainBook.ReadMovementsAsync(chain, treasury, beginning, default);
            after = (await chain.GetBalancesAsync(treasury)).Held;
            if (before.SequenceEqual(after))
            {
                return (movements, after);
            }
        }
    }
}
