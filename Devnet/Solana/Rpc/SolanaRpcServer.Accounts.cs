using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

internal sealed partial class SolanaRpcServer
{
    /// <summary>What nodes answer for accounts that pay no rent any more.</summary>
    private const ulong RentEpochNever = ulong.MaxValue;

    private bool HandleAccounts(string method, RpcParameters parameters, out JsonNode? answer)
    {
        answer = method switch
        {
            "getBalance" => GetBalance(parameters),
            "getAccountInfo" => GetAccountInfo(parameters),
            "getMultipleAccounts" => GetMultipleAccounts(parameters),
            "getTokenAccountBalance" => GetTokenAccountBalance(parameters),
            "getTokenAccountsByOwner" => GetTokenAccountsByOwner(parameters),
            "getTokenSupply" => GetTokenSupply(parameters),
            _ => null,
        };
        return answer is not null;
    }

    private JsonObject GetBalance(RpcParameters parameters)
    {
        var commitment = parameters.Commitment(1);
        return WithContext(commitment, ledger.GetAccount(parameters.Key(0), commitment).Lamports);
    }

    private JsonObject GetAccountInfo(RpcParameters parameters)
    {
        var commitment = parameters.Commitment(1);
        return WithContext(commitment, Describe(parameters.Key(0), commitment, parameters.Encoding(1)));
    }

    private JsonObject GetMultipleAccounts(RpcParameters parameters)
    {
        var commitment = parameters.Commitment(1);
        var encoding = parameters.Encoding(1) ?? "base64";
        return WithContext(
            commitment,
            new JsonArray([.. parameters.Keys(0).Select(key => (JsonNode?)Describe(key, commitment, encoding))]));
    }

    private JsonObject GetTokenAccountBalance(RpcParameters parameters)
    {
        var commitment = parameters.Commitment(1);
        var account = ledger.GetAccount(parameters.Key(0), commitment);
        return TokenAccount.TryDecode(account.Data, out var token) && SolanaPrograms.IsToken(account.Owner)
            ? WithContext(commitment, TokenJson.Amount(token.Units, DecimalsOf(token.Mint)))
            : throw RpcParameters.Invalid("could not find account, or it is not a Token account");
    }

    private JsonObject GetTokenSupply(RpcParameters parameters)
    {
        var commitment = parameters.Commitment(1);
        return MintAccount.TryDecode(ledger.GetAccount(parameters.Key(0), commitment).Data, out var mint)
            ? WithContext(commitment, TokenJson.Amount(mint.Supply, mint.Decimals))
            : throw RpcParameters.Invalid("not a Token mint");
    }

    private JsonObject GetTokenAccountsByOwner(RpcParameters parameters)
    {
        var owner = parameters.Key(0);
        var commitment = parameters.Commitment(2);
        var encoding = parameters.Encoding(2);
        var mint = parameters.OptionText(1, "mint") is { } mintText
            ? RpcParameters.ParseKey(mintText)
            : (SolanaKey?)null;
        var program = parameters.OptionText(1, "programId") is { } programText
            ? RpcParameters.ParseKey(programText)
            : (SolanaKey?)null;
        if (mint is null == program is null)
        {
            throw RpcParameters.Invalid("give either mint or programId");
        }

        var found = new JsonArray();
        foreach (var key in ledger.Accounts.Keys)
        {
            var account = ledger.GetAccount(key, commitment);
            if (SolanaPrograms.IsToken(account.Owner)
                && TokenAccount.TryDecode(account.Data, out var token)
                && token.Owner == owner
                && (mint is null || token.Mint == mint)
                && (program is null || account.Owner == program))
            {
                found.Add(new JsonObject
                {
                    ["account"] = Describe(key, commitment, encoding),
                    ["pubkey"] = key.ToString(),
                });
            }
        }

        return WithContext(commitment, found);
    }

    private JsonObject? Describe(SolanaKey key, Commitment commitment, string? encoding)
    {
        var account = ledger.GetAccount(key, commitment);
        return account.IsGone
            ? null
            : new JsonObject
            {
                ["data"] = DescribeData(account, encoding),
                ["executable"] = account.IsExecutable,
                ["lamports"] = account.Lamports,
                ["owner"] = account.Owner.ToString(),
                ["rentEpoch"] = RentEpochNever,
                ["space"] = account.Data.Length,
            };
    }

    private JsonNode DescribeData(LedgerAccount account, string? encoding) => encoding switch
    {
        // The old default: base58 without naming it.
        null or "binary" => Base58.Encode(account.Data),
        "base58" => new JsonArray(Base58.Encode(account.Data), "base58"),
        "base64" => new JsonArray(Convert.ToBase64String(account.Data), "base64"),
        "jsonParsed" => (JsonNode?)TokenJson.Parse(account, DecimalsOf)
            ?? new JsonArray(Convert.ToBase64String(account.Data), "base64"),
        _ => throw RpcParameters.Invalid($"unknown encoding '{encoding}'"),
    };

    private byte DecimalsOf(SolanaKey mint) =>
        MintAccount.TryDecode(ledger.GetAccount(mint, Commitment.Processed).Data, out var found)
            ? found.Decimals
            : (byte)0;
}
