using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Devnet.Near;

/// <summary>What an operator does with the chain's own tools: gives an account further access keys.</summary>
internal static class NearLanes
{
    /// <summary>
    /// Adds a key with full access; it works some blocks later. The account must exist in a final block.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="account">The account.</param>
    /// <param name="signer">A key that it has.</param>
    /// <param name="publicKey">The new key, 32 bytes of Ed25519.</param>
    /// <returns>The new key's name on the chain, which is the lane's.</returns>
    internal static async Task<string> AddKeyAsync(
        NearDevnet network, string account, ISigner signer, ReadOnlyMemory<byte> publicKey)
    {
        var own = NearPublicKey.FromEd25519(signer.PublicKey.Span);
        var added = NearPublicKey.FromEd25519(publicKey.Span);
        var key = await network.CallAsync(
            "query",
            new JsonObject
            {
                ["request_type"] = "view_access_key",
                ["finality"] = "final",
                ["account_id"] = account,
                ["public_key"] = own.ToString(),
            },
            RequestKind.Read);
        var transaction = new NearTransaction(
            account,
            own,
            key.GetProperty("nonce").GetUInt64() + 1,
            account,
            NearHash.Parse(key.GetProperty("block_hash").GetString()!),
            [new AddKeyAction(added, new NearAccessKey(0, null))]);
        var signature = await signer.SignAsync(transaction.Hash().ToArray());
        var signed = new NearSignedTransaction(transaction, new NearSignature(NearCurve.Ed25519, signature));
        await network.CallAsync(
            "broadcast_tx_async", new JsonArray(Convert.ToBase64String(signed.Encode())), RequestKind.Submission);
        return added.ToString();
    }
}
