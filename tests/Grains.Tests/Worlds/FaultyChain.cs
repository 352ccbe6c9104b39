using System.Collections.Concurrent;
using OrleansTrading.Chains;
using ChainStatus = OrleansTrading.Chains.TransferStatus;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>What happens to the platform's submissions on their way to the network.</summary>
internal enum SubmissionFault
{
    None,

    /// <summary>The bytes get lost; no answer comes.</summary>
    Dropped,

    /// <summary>The network takes the bytes; the answer gets lost.</summary>
    AnswerLost,

    /// <summary>The network takes the bytes and answers that it refused them, as it answers a twin.</summary>
    CalledRefused,

    /// <summary>The network takes the bytes; the connection breaks.</summary>
    Broken,
}

/// <summary>A chain whose faults a test commands, and which remembers what was signed and submitted.</summary>
internal sealed class FaultyChain(IChain inner) : IChain
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Movement>> lastHeights = new();

    /// <summary>The chain without faults.</summary>
    internal IChain Inner => inner;

    internal SubmissionFault Submissions { get; set; }

    /// <summary>Nothing that needs the network gets an answer.</summary>
    internal bool IsDown { get; set; }

    /// <summary>The history gets no answer.</summary>
    internal bool IsHistoryDown { get; set; }

    /// <summary>The height that the history's server has come to a stop at; null: it goes on.</summary>
    internal ulong? HistoryStandsAt { get; set; }

    /// <summary>
    /// Each page of the history begins with what shared the last height of the page before, as the contract allows.
    /// </summary>
    internal bool RepeatsLastHeight { get; set; }

    /// <summary>What look-ups answer instead of the truth; null: the truth.</summary>
    internal Func<SignedTransfer, ChainStatus>? LookUp { get; set; }

    /// <summary>What the question about a recipient is answered instead of the truth; null: the truth.</summary>
    internal Func<string, RecipientCheck>? Recipient { get; set; }

    /// <summary>What the chain tells of balances instead of the truth; null: the truth.</summary>
    internal Func<ChainBalances, ChainBalances>? Balances { get; set; }

    /// <summary>Told of each submission before it is made.</summary>
    internal Action<SignedTransfer>? Submitting { get; set; }

    internal ConcurrentQueue<SignedTransfer> Signed { get; } = new();

    internal ConcurrentQueue<SignedTransfer> Submitted { get; } = new();

    public string Name => inner.Name;

    public string Id => inner.Id;

    public string NativeAsset => inner.NativeAsset;

    public int MemoBytesMax => inner.MemoBytesMax;

    public bool CarriesMemo(string asset) => inner.CarriesMemo(asset);

    public AddressCheck CheckRecipientAddress(string text) => inner.CheckRecipientAddress(text);

    public string? CheckMemo(string memo) => inner.CheckMemo(memo);

    public bool UsesSequence => inner.UsesSequence;

    public AddressCheck CheckAddress(string text) => inner.CheckAddress(text);

    public string AddressOf(ReadOnlySpan<byte> publicKey) => inner.AddressOf(publicKey);

    public string? CheckLane(string lane) => inner.CheckLane(lane);

    public Task<string?> CheckSignerAsync(
        string account, ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default) =>
        inner.CheckSignerAsync(account, publicKey, cancellationToken);

    public string? CheckAssetReference(string reference) => inner.CheckAssetReference(reference);

    public string ComposePaymentUri(string to, ChainAmount amount, int decimals, string memo, string label) =>
        inner.ComposePaymentUri(to, amount, decimals, memo, label);

    public string ComposeOwnershipMessage(OwnershipChallenge challenge) => inner.ComposeOwnershipMessage(challenge);

    public byte[]? ComposeOwnershipTransaction(string address, string message) =>
        inner.ComposeOwnershipTransaction(address, message);

    public byte[] OwnershipBytes(string message) => inner.OwnershipBytes(message);

    public Task<OwnershipCheck> VerifyOwnershipAsync(
        OwnershipChallenge challenge, OwnershipProof proof, CancellationToken cancellationToken = default) =>
        inner.VerifyOwnershipAsync(challenge, proof, cancellationToken);

    public Task<string?> CheckNetworkAsync(CancellationToken cancellationToken = default) =>
        UpAsync(() => inner.CheckNetworkAsync(cancellationToken));

    public Task<RecipientCheck> CheckRecipientAsync(
        string address, ChainAmount amount, bool mayBeClaimed = false, CancellationToken cancellationToken = default) =>
        UpAsync(() => Recipient is { } answer
            ? Task.FromResult(answer(address))
            : inner.CheckRecipientAsync(address, amount, mayBeClaimed, cancellationToken));

    public Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default) =>
        UpAsync(() => inner.EstimateFeeAsync(order, cancellationToken));

    public Task<ulong> GetSequenceAsync(
        string account, string? lane, CancellationToken cancellationToken = default) =>
        UpAsync(() => inner.GetSequenceAsync(account, lane, cancellationToken));

    public Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default) =>
        UpAsync(async () =>
        {
            var signed = await inner.SignAsync(order, sequence, keys, cancellationToken);
            Signed.Enqueue(signed);
            return signed;
        });

    public Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default) =>
        UpAsync(() => inner.RaiseFeeAsync(transfer, keys, cancellationToken));

    public Task<SubmitResult> SubmitAsync(SignedTransfer transfer, CancellationToken cancellationToken = default) =>
        UpAsync(async () =>
        {
            Submitting?.Invoke(transfer);
            Submitted.Enqueue(transfer);
            if (Submissions == SubmissionFault.Dropped)
            {
                return new SubmitResult(SubmitReply.Unknown, "dropped by the test");
            }

            var truth = await inner.SubmitAsync(transfer, cancellationToken);
            return Submissions switch
            {
                SubmissionFault.AnswerLost => new SubmitResult(SubmitReply.Unknown, "lost by the test"),
                SubmissionFault.CalledRefused => new SubmitResult(SubmitReply.Refused, "AlreadyProcessed"),
                SubmissionFault.Broken => throw Down(),
                _ => truth,
            };
        });

    public Task<ChainStatus> LookUpAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken = default) =>
        UpAsync(() => LookUp is { } answer
            ? Task.FromResult(answer(transfer))
            : inner.LookUpAsync(account, transfer, cancellationToken));

    public Task<string> BeginHistoryAsync(string account, CancellationToken cancellationToken = default) =>
        UpAsync(() => inner.BeginHistoryAsync(account, cancellationToken));

    public Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default) =>
        UpAsync(async () =>
        {
            var page = IsHistoryDown ? throw Down()
                : HistoryStandsAt is not null && cursor is not null ? new HistoryPage([], cursor, HasMore: false)
                : await inner.ReadHistoryAsync(account, cursor, movementsMax, cancellationToken);
            return RepeatsLastHeight ? Repeat(page, cursor) : page;
        });

    public Task<ulong?> FindQuietHeightAsync(
        string account, string cursor, CancellationToken cancellationToken = default) =>
        UpAsync(() => IsHistoryDown ? throw Down()
            : HistoryStandsAt is { } height ? Task.FromResult<ulong?>(height)
            : inner.FindQuietHeightAsync(account, cursor, cancellationToken));

    public Task<ChainBalances> GetBalancesAsync(string account, CancellationToken cancellationToken = default) =>
        UpAsync(async () =>
        {
            var read = await inner.GetBalancesAsync(account, cancellationToken);
            return Balances is { } answer ? answer(read) : read;
        });

    private HistoryPage Repeat(HistoryPage page, string? cursor)
    {
        var last = page.Movements.Select(m => m.Height).DefaultIfEmpty().Max();
        if (last > 0)
        {
            lastHeights[page.Cursor] = [.. page.Movements.Where(m => m.Height == last)];
        }

        return cursor is not null && lastHeights.TryGetValue(cursor, out var again)
            ? page with { Movements = [.. again, .. page.Movements] }
            : page;
    }

    private ChainUnavailableException Down() => new(inner.Name, "down by the test's command");

    private async Task<T> UpAsync<T>(Func<Task<T>> ask) => IsDown ? throw Down() : await ask();
}
