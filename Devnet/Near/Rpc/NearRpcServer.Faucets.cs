using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>Only here: the faucets. What they give comes in ordinary transactions of the faucet's account.</summary>
internal sealed partial class NearRpcServer
{
    internal const string FundMethod = "devnet_fund";
    internal const string MintMethod = "devnet_mint";

    private const ulong MintGas = 30_000_000_000_000;

    private static UInt128 FundingMax { get; } = 1_000_000 * NearGenesis.OneNear;

    /// <summary>
    /// Pays NEAR to an account. One that is missing is opened if it is implicit, or ends with the faucet's name and a
    /// key is given for it.
    /// </summary>
    private string Fund(NearParameters parameters)
    {
        var account = parameters.Text("account_id", -1);
        var amount = Amount(parameters);
        if (!NearAccountId.IsValid(account) || amount == 0 || amount > FundingMax)
        {
            throw NearErrors.Parse($"account_id must be an account, amount 1 to {FundingMax} yoctoNEAR");
        }

        if (parameters.TextOrNull("public_key") is not { } text)
        {
            return ledger.SubmitFromFaucet(account, [new TransferAction(amount)]).ToString();
        }

        return NearPublicKey.TryParse(text, out var key)
            ? ledger.SubmitFromFaucet(
                account,
                [
                    new CreateAccountAction(),
                    new TransferAction(amount),
                    new AddKeyAction(key, new NearAccessKey(0, null)),
                ]).ToString()
            : throw NearErrors.Parse("public_key must be a key like ed25519:…");
    }

    /// <summary>Makes units of the local dollar token for an account, which is registered with it if need be.</summary>
    private string Mint(NearParameters parameters)
    {
        var account = parameters.Text("account_id", -1);
        var amount = Amount(parameters);
        if (!NearAccountId.IsValid(account) || amount == 0)
        {
            throw NearErrors.Parse("account_id must be an account, amount positive");
        }

        var args = new JsonObject { ["account_id"] = account, ["amount"] = NearJson.Text(amount) };
        return ledger.SubmitFromFaucet(
            NearGenesis.Usdc,
            [new FunctionCallAction("mint", JsonSerializer.SerializeToUtf8Bytes(args), MintGas, 0)]).ToString();
    }

    private static UInt128 Amount(NearParameters parameters) => UInt128.TryParse(
        parameters.Text("amount", -1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw NearErrors.Parse("amount must be digits");
}
