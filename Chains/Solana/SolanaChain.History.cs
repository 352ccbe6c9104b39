using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <inheritdoc/>
    public Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(movementsMax, 1);
        var (reader, accounts) = HistoryOf(account);
        return reader.ReadAsync(accounts, cursor, movementsMax, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> BeginHistoryAsync(string account, CancellationToken cancellationToken = default)
    {
        var (reader, accounts) = HistoryOf(account);
        return reader.BeginAsync(accounts, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ulong?> FindQuietHeightAsync(
        string account, string cursor, CancellationToken cancellationToken = default)
    {
        var (reader, accounts) = HistoryOf(account);
        return reader.FindQuietSlotAsync(accounts, cursor, cancellationToken);
    }

    private (HistoryReader Reader, IReadOnlyList<SolanaKey> Accounts) HistoryOf(string account)
    {
        var wallet = ReadWallet(account);
        var tokens = _tokens.Select(token => (token, token.AccountOf(wallet))).ToList();
        return (
            new HistoryReader(_rpc.Pin(), _options, new MovementReader(wallet, NativeAsset, tokens)),
            [wallet, .. tokens.Select(token => token.Item2)]);
    }
}
