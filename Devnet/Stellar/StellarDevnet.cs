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
        _closer = new LedgerCloser(State, History, _checks);
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
    internal Submission Submit(TransactionEnvelope envelope, RequestFaults? met = null) =>
        Read(view => Offer(view, envelope, met ?? RequestFaults.None));

    internal DateTimeOffset CloseOf(uint ledger) =>
        DateTimeOffset.FromUnixTimeSeconds(
            _clock.TimeOf(ledger - LedgerRules.GenesisLedger).ToUnixTimeSeconds());

    /// <summary>Waits until the ledger that is being filled has closed, or the time is over.</summary>
    internal async Task WaitForCloseAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var height = Read(view => view.Height);
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
    /// All that waits arrived in the same interval, because looking at the network closes what is due first.
    /// </summary>
    private void CloseDue(ulong height)
    {
        if (_pending.Count == 0 || height <= _pendingHeight)
        {
            return;
        }

        var ledger = LedgerView.LedgerAt(_pendingHeight + 1);
        KeepPast(ledger - 1);
        _closer.Close(ledger, CloseOf(ledger), _pending);
        _pending.Clear();
    }

    private void Replay(JournalEntry entry)
    {
        if (MarkOf(entry.Kind) is not { } mark
            || EnvelopeCodec.Decode(Convert.FromBase64String(entry.Data)) is not TransactionEnvelope envelope)
        {
            throw new InvalidDataException(
                $"The journal's entry '{entry.Kind}' is not one of this network. Remove it to start a new network.");
        }

        CloseDue(entry.Height);
        Enqueue(entry.Height, new PendingTransaction(
            Convert.ToHexStringLower(Network.Hash(envelope)), envelope, mark));
    }

    private void Enqueue(ulong height, PendingTransaction pending)
    {
        _pendingHeight = height;
        _pending.Add(pending);
    }

    private Submission Accept(
        LedgerView view, TransactionEnvelope envelope, PendingMark mark = PendingMark.None)
    {
        var hash = Convert.ToHexStringLower(Network.Hash(envelope));
        if (_pending.Exists(pending => pending.Hash == hash))
        {
            return new Submission(SubmissionStatus.Duplicate, hash, null);
        }

        // One waiting transaction for each account, as stellar-core does it; the faucets may have more.
        var source = envelope.Transaction.Source.AccountId;
        var ahead = _pending.Count(pending => pending.Envelope.Transaction.Source.AccountId == source);
        var isFaucet = source == DevnetKeys.Friendbot.Address || source == DevnetKeys.UsdcIssuer.Address;
        if (_pending.Count >= PendingMax || (ahead > 0 && !isFaucet))
        {
            return new Submission(SubmissionStatus.TryAgainLater, hash, null);
        }

        var refusal = _checks.Check(State, envelope, view.ClosedAtSeconds, view.NextCloseSeconds, ahead);
        if (refusal is not null)
        {
            return new Submission(SubmissionStatus.Error, hash, refusal);
        }

        Record(view, new PendingTransaction(hash, envelope, mark));
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
