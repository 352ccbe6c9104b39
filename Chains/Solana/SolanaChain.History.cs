using OrleansTrading.Chains.Solana.History;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <inheritdoc/>
    public Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(movementsMax, 1);
        var wallet = ReadWallet(account);
        var tokens = _tokens.Select(token => (token, token.AccountOf(wallet))).ToList();
        var reader = new HistoryReader(_rpc.Pin(), _options, new MovementReader(wallet, NativeAsset, tokens));
        return reader.ReadAsync(
            [wallet, .. tokens.Select(token => token.Item2)], cursor, movementsMax, cancellationToken);
    }
}
