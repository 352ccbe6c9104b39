using OrleansTrading.Chains.Near.History;

namespace OrleansTrading.Chains.Near;

/// <summary>Reading what happened to an account.</summary>
internal sealed partial class NearChain
{
    /// <inheritdoc/>
    public Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(movementsMax, 1);
        return HistoryOf(account).ReadAsync(cursor, movementsMax, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> BeginHistoryAsync(string account, CancellationToken cancellationToken = default) =>
        HistoryOf(account).BeginAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ulong?> FindQuietHeightAsync(
        string account, string cursor, CancellationToken cancellationToken = default) =>
        HistoryOf(account).FindQuietHeightAsync(cursor, cancellationToken);

    private HistoryReader HistoryOf(string account)
    {
        ReadAccount(account);
        var rpc = _rpc.Pin();
        return new HistoryReader(
            rpc,
            _options,
            new AccountPrint(rpc, account, _tokens),
            new BlockReader(rpc, account, NativeAsset, _tokens));
    }
}
