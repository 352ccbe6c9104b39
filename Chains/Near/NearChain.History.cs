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
        ReadAccount(account);
        var rpc = _rpc.Pin();
        var reader = new HistoryReader(
            rpc,
            _options,
            new AccountPrint(rpc, account, _tokens),
            new BlockReader(rpc, account, NativeAsset, _tokens));
        return reader.ReadAsync(cursor, movementsMax, cancellationToken);
    }
}
