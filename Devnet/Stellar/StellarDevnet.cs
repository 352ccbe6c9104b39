using System.Globalization;
using Microsoft.AspNetCore.Builder;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Shared;
using OrleansTrading.Devnet.Stellar.Api;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar;

/// <summary>
/// A local Stellar network with the public one's rules for accounts, payments and trustlines, behind Horizon's API.
/// Every interval a ledger closes; what arrived in between enters it. It has no exchange, no contracts and no
/// multi-signature accounts, and its ledgers never fill up.
/// </summary>
public sealed partial class StellarDevnet : IDevnetNetwork
{
    /// <summary>The code of the asset that the local network issues.</summary>
    public const string UsdcCode = "USDC";

    /// <summary>Waiting transactions beyond this are told to come back later.</summary>
    internal const int PendingMax = 10_000;

    /// <summary>The queue takes a transaction in the place of another only for this many times the fee.</summary>
    internal const int ReplacementTimes = 10;

    /// <summary>After so many ledgers the queue forgets what offers too little.</summary>
    internal const int LedgersWaitedMax = 4;

    private const string BaseFeeKind = "base-fee";

    /// <summary>Lumens that the asset's issuer has for its fees.</summary>
    private const long IssuerLumens = 1_000_000_0000000;

    private readonly Lock _lock = new();
    private readonly Journal _journal;
    private readonly DevnetClock _clock;
    private readonly TimeProvider _time;
    private readonly TransactionChecks _checks;
    private readonly LedgerCloser _closer;
    private readonly List<PendingTransaction> _pending = [];
    private ulong _pendingHeight;

    internal StellarDevnet(DevnetOptions options, TimeProvider time, Journal journal)
    {
        _journal = journal;
        _time = time;
        _clock = DevnetClock.Open(journal, time, options.LedgerTime);
        _checks = new TransactionChecks(Network);
        _closer = new LedgerCloser(State, History, _checks, Network);
        AddGenesisAccount(DevnetKeys.UsdcIssuer, IssuerLumens);
        AddGenesisAccount(DevnetKeys.Friendbot, LedgerRules.TotalCoins - IssuerLumens);
        foreach (var entry in DevnetClock.Inputs(journal))
        {
            Replay(entry);
        }

        Faults = new DevnetFaults(StellarConstants.Name, StellarFaults.Supported, options.Faults);
        Api = new HorizonApi(this, new FaultGate(Faults, time));
    }

    /// <summary>Makes a network in this process, continuing its journal if there is one.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">Another process has the journal open.</exception>
    /// <exception cref="InvalidDataException">The journal cannot be read, or was made with another
    /// interval.</exception>
    public static StellarDevnet Open(DevnetOptions options, TimeProvider time)
    {
        options.Validate();
        return Journal.OpenNetwork(
            options.JournalFolder, StellarConstants.Name, journal => new StellarDevnet(options, time, journal));
    }

    /// <summary>The account that issues the local USDC.</summary>
    public static string UsdcIssuer => DevnetKeys.UsdcIssuer.Address;

    /// <summary>
    /// Horizon without a socket, for tests and simulations. Submissions to <c>transactions_async</c> answer at once;
    /// <c>transactions</c>, the faucets included, wait for the clock.
    /// </summary>
    public IRestTransport Horizon => Api;

    /// <summary>What goes wrong between this network and its clients, here and over HTTP.</summary>
    public DevnetFaults Faults { get; }

    string IDevnetNetwork.Name => StellarConstants.Name;

    internal StellarNetwork Network { get; } = new(StellarConstants.DevnetPassphrase);

    internal LedgerState State { get; } = new();

    internal LedgerHistory History { get; } = new();

    internal HorizonApi Api { get; }

    internal TimeProvider Time => _time;

    /// <summary>What a ledger asks for an operation now, in stroops.</summary>
    internal int BaseFee { get; private set; } = LedgerRules.BaseFee;

    void IDevnetNetwork.Map(WebApplication application)
    {
        FaultsEndpoint.Map(application, Faults);
        HorizonHttp.Map(application, Api);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    /// <summary>Gives an account 10,000 XLM by opening it. Takes effect when the next ledger closes.</summary>
    /// <returns>The transaction's hash.</returns>
    /// <exception cref="InvalidOperationException">The account exists, or is not an address.</exception>
    public string Fund(string account) => Expect(Read(_ => SubmitFunding(account)));

    /// <summary>Issues local USDC to an account that trusts it. Takes effect when the next ledger closes.</summary>
    /// <param name="account">The receiver.</param>
    /// <param name="units">In the asset's smallest unit: seven decimals.</param>
    /// <returns>The transaction's hash.</returns>
    /// <exception cref="InvalidOperationException">It cannot be a transaction.</exception>
    public string Mint(string account, long units) => Expect(Read(_ => SubmitMinting(account, units)));

    /// <summary>
    /// Makes the ledgers full from now on: they take only what offers this much for an operation, and charge it. What
    /// offers less waits for some ledgers, as on the public network, where others outbid it.
    /// </summary>
    /// <param name="stroops">100, the network's minimum, to end it.</param>
    public void AskFee(int stroops)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stroops, LedgerRules.BaseFee);
        Read(view =>
        {
            _journal.Append(new JournalEntry(
                BaseFeeKind,
                _time.GetUtcNow().ToUnixTimeMilliseconds(),
                view.Height,
                stroops.ToString(CultureInfo.InvariantCulture)));
            return BaseFee = stroops;
        });
    }

    /// <summary>Looks at the network after closing the ledgers that are due, while nothing else happens.</summary>
    internal T Read<T>(Func<LedgerView, T> read)
    {
        lock (_lock)
        {
            var height = _clock.Height;
            ReleaseHeld(height);
            CloseDue(height);
            return read(new LedgerView(this, height));
        }
    }

    /// <summary>Offers a transaction to the network.</summary>
    internal Submission Submit(Envelope envelope, RequestFaults? met = null) =>
        Read(view => Offer(view, envelope, met ?? RequestFaults.None));

    internal DateTimeOffset CloseOf(uint ledger) =>
        DateTimeOffset.FromUnixTimeSeconds(
            _clock.TimeOf(ledger - LedgerRules.GenesisLedger).ToUnixTimeSeconds());

    /// <summary>Waits until the ledger that is being filled has closed, or the time is over.</summary>
    internal Task WaitForCloseAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        WaitForCloseAsync(Read(view => view.Height), atMost, cancellationToken);

    /// <summary>Waits until the ledger after a height has closed, or the time is over.</summary>
    internal async Task WaitForCloseAsync(ulong height, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var giveUp = _time.GetUtcNow() + atMost;
        while (Read(view => view.Height) == height && _time.GetUtcNow() < giveUp)
        {
            var left = _clock.TimeOf(height + 1) - _time.GetUtcNow();
            var pause = left < atMost ? left : atMost;

            // Timers may fire a moment early.
            await Task.Delay(
                pause > TimeSpan.FromMilliseconds(1) ? pause : TimeSpan.FromMilliseconds(1), _time, cancellationToken);
        }
    }

    private static string Expect(Submission submission) =>
        submission.Refusal is null && submission.Status is SubmissionStatus.Pending or SubmissionStatus.Duplicate
            ? submission.Hash
            : throw new InvalidOperationException(
                "The faucet's transaction was not taken: "
                + $"{submission.Refusal?.Describe() ?? submission.Status.ToString()}.");

    private void AddGenesisAccount(DevnetKeys keys, long lumens) =>
        State.Put(new DevnetAccount(keys.Address)
        {
            Balance = lumens,
            Sequence = LedgerRules.FirstSequence(LedgerRules.GenesisLedger),
            ModifiedLedger = LedgerRules.GenesisLedger,
        });

    /// <summary>
    /// Looking at the network closes what is due first. So all that waits arrived in the same interval, but for what
    /// offers less than a ledger asks: that goes on waiting for some ledgers.
    /// </summary>
    private void CloseDue(ulong height)
    {
        while (_pending.Count > 0 && height > _pendingHeight)
        {
            var ledger = LedgerView.LedgerAt(_pendingHeight + 1);
            KeepPast(ledger - 1);
            var left = _closer.Close(ledger, CloseOf(ledger), BaseFee, _pending);
            _pending.Clear();
            _pending.AddRange(left.Where(one => _pendingHeight + 1 - one.Since < LedgersWaitedMax));
            _pendingHeight++;
        }
    }

    private void Replay(JournalEntry entry)
    {
        CloseDue(entry.Height);
        if (entry.Kind == BaseFeeKind)
        {
            BaseFee = int.Parse(entry.Data, NumberStyles.None, CultureInfo.InvariantCulture);
            return;
        }

        if (MarkOf(entry.Kind) is not { } mark)
        {
            throw new InvalidDataException(
                $"The journal's entry '{entry.Kind}' is not one of this network. Remove it to start a new network.");
        }

        var envelope = EnvelopeCodec.Decode(Convert.FromBase64String(entry.Data));
        Enqueue(entry.Height, new PendingTransaction(
            Convert.ToHexStringLower(Network.Hash(envelope)), envelope, mark, entry.Height));
    }

    /// <summary>What waits with the same number goes: nothing is taken beside it but what outbids it.</summary>
    private void Enqueue(ulong height, PendingTransaction pending)
    {
        _pendingHeight = height;
        _pending.RemoveAll(other =>
            other.Envelope.Source() == pending.Envelope.Source()
            && other.Envelope.Transaction().Sequence == pending.Envelope.Transaction().Sequence);
        _pending.Add(pending);
    }

    private Submission Accept(LedgerView view, Envelope envelope, PendingMark mark = PendingMark.None)
    {
        var hash = Convert.ToHexStringLower(Network.Hash(envelope));
        if (_pending.Exists(pending => pending.Hash == hash))
        {
            return new Submission(SubmissionStatus.Duplicate, hash, null);
        }

        // One waiting transaction for each account, as stellar-core does it, in whose place only a fee bump of the same
        // number is taken; the faucets may have more.
        var source = envelope.Source();
        var waiting = _pending.FindAll(pending => pending.Envelope.Source() == source);
        var isFaucet = source == DevnetKeys.Friendbot.Address || source == DevnetKeys.UsdcIssuer.Address;
        var twin = envelope is FeeBumpEnvelope
            ? waiting.Find(pending => pending.Envelope.Transaction().Sequence == envelope.Transaction().Sequence)
            : null;
        if (twin is not null && !envelope.Outbids(twin.Envelope, ReplacementTimes))
        {
            return new Submission(
                SubmissionStatus.Error,
                hash,
                new TransactionResult(twin.Envelope.FeeMax() * ReplacementTimes, InsufficientFee, []));
        }

        if (_pending.Count >= PendingMax || (waiting.Count > 0 && twin is null && !isFaucet))
        {
            return new Submission(SubmissionStatus.TryAgainLater, hash, null);
        }

        var ahead = waiting.Count(pending =>
            pending.Envelope.Transaction().Sequence < envelope.Transaction().Sequence);
        var refusal = _checks.Check(State, envelope, view.ClosedAtSeconds, view.NextCloseSeconds, ahead);
        if (refusal is not null)
        {
            return new Submission(SubmissionStatus.Error, hash, refusal);
        }

        Record(view, new PendingTransaction(hash, envelope, mark, view.Height));
        return new Submission(SubmissionStatus.Pending, hash, null);
    }

    private void Record(LedgerView view, PendingTransaction pending)
    {
        // Recorded before it is answered: what was accepted is not lost with the process.
        _journal.Append(new JournalEntry(
            KindOf(pending.Mark),
            _time.GetUtcNow().ToUnixTimeMilliseconds(),
            view.Height,
            Convert.ToBase64String(EnvelopeCodec.Encode(pending.Envelope))));
        Enqueue(view.Height, pending);
    }
}
