using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Rpc;

namespace OrleansTrading.Chains.Near.History;

/// <summary>
/// What an account was like at the end of a block, as one short text: what it holds of everything, and the nonces of
/// its access keys.
/// </summary>
/// <remarks>
/// Two equal prints mean that nothing happened between them: with the same nonces nothing was signed, so nothing left
/// the account, and then what arrived would show in what it holds. This spares reading the blocks in between. It holds
/// only where no receipt of an earlier transaction is still under way (<see cref="HistoryCursor.Settled"/>).
/// </remarks>
internal sealed class AccountPrint(NearRpc rpc, string account, IReadOnlyList<NearAsset> tokens)
{
    internal async Task<string> ReadAsync(BlockHeader block, CancellationToken cancellationToken)
    {
        var at = BlockReference.At(block.Hash);
        var text = new StringBuilder();
        var state = await rpc.FindAccountAsync(account, at, cancellationToken);
        text.Append(CultureInfo.InvariantCulture, $"{state?.Amount}|{state?.Locked}|{state?.StorageBytes}\n");
        foreach (var (key, access) in await rpc.GetAccessKeysAsync(account, at, cancellationToken))
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}|{access.Nonce}|{access.IsFullAccess}\n");
        }

        foreach (var token in tokens)
        {
            // A contract that is not there yet at an early block holds nothing.
            var balance = await rpc.CallAsync(
                token.Contract, "ft_balance_of", new JsonObject { ["account_id"] = account }, at, cancellationToken);
            var units = balance is { ValueKind: JsonValueKind.String } held ? held.GetString() : "0";
            text.Append(CultureInfo.InvariantCulture, $"{token.Contract}|{units}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
