using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana;

/// <summary>What an operator does with <c>solana create-nonce-account</c>; the faucet pays.</summary>
internal static class SolanaLanes
{
    /// <summary>The least that an account of 80 bytes must hold.</summary>
    private const ulong Rent = 1_447_680;

    /// <summary>Opens a nonce account.</summary>
    /// <param name="network">The network.</param>
    /// <param name="account">Its key.</param>
    /// <param name="authority">Whose transfers use its nonce.</param>
    /// <returns>Its address, which is the lane's.</returns>
    internal static async Task<string> OpenNonceAsync(SolanaDevnet network, ISigner account, ISigner authority)
    {
        var latest = await network.CallAsync("getLatestBlockhash", null, RequestKind.Read);
        var blockhash = SolanaKey.Parse(latest.GetProperty("value").GetProperty("blockhash").GetString()!);
        var opened = new SolanaKey(account.PublicKey.Span);
        var message = LegacyMessageCompiler.Compile(
            SolanaGenesis.Faucet,
            blockhash,
            [
                SolanaInstructions.CreateAccount(
                    SolanaGenesis.Faucet, opened, Rent, NonceAccount.Bytes, SolanaPrograms.System),
                SolanaInstructions.InitializeNonce(opened, new SolanaKey(authority.PublicKey.Span)),
            ]);
        var bytes = message.Encode();
        var transaction = new SolanaTransaction(
            [Ed25519.Sign(SolanaGenesis.FaucetSeed, bytes), await account.SignAsync(bytes)], message, bytes);
        await network.CallAsync(
            "sendTransaction",
            new JsonArray(
                Convert.ToBase64String(transaction.Encode()), new JsonObject { ["encoding"] = "base64" }),
            RequestKind.Submission);
        return opened.ToString();
    }
}
