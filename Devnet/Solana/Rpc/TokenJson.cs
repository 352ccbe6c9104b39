using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>Token amounts and accounts as the RPC prints them.</summary>
internal static class TokenJson
{
    internal static JsonObject Amount(ulong units, byte decimals)
    {
        var text = Format(units, decimals);
        return new JsonObject
        {
            ["amount"] = units.ToString(CultureInfo.InvariantCulture),
            ["decimals"] = decimals,

            // A number here by the API's own design; written from the text, so no floating point is involved.
            ["uiAmount"] = JsonNode.Parse(text),
            ["uiAmountString"] = text,
        };
    }

    /// <summary>A token account or mint in parsed form; null for anything else.</summary>
    internal static JsonObject? Parse(LedgerAccount account, Func<SolanaKey, byte> decimalsOf)
    {
        if (!SolanaPrograms.IsToken(account.Owner))
        {
            return null;
        }

        if (MintAccount.TryDecode(account.Data, out var mint))
        {
            return Wrap(account, "mint", new JsonObject
            {
                ["decimals"] = mint.Decimals,
                ["freezeAuthority"] = mint.FreezeAuthority?.ToString(),
                ["isInitialized"] = true,
                ["mintAuthority"] = mint.Authority?.ToString(),
                ["supply"] = mint.Supply.ToString(CultureInfo.InvariantCulture),
            });
        }

        return TokenAccount.TryDecode(account.Data, out var token)
            ? Wrap(account, "account", new JsonObject
            {
                ["isNative"] = false,
                ["mint"] = token.Mint.ToString(),
                ["owner"] = token.Owner.ToString(),
                ["state"] = token.State == TokenAccountState.Frozen ? "frozen" : "initialized",
                ["tokenAmount"] = Amount(token.Units, decimalsOf(token.Mint)),
            })
            : null;
    }

    internal static string ProgramName(SolanaKey program) =>
        program == SolanaPrograms.Token2022 ? "spl-token-2022" : "spl-token";

    private static JsonObject Wrap(LedgerAccount account, string type, JsonObject info) => new()
    {
        ["parsed"] = new JsonObject { ["info"] = info, ["type"] = type },
        ["program"] = ProgramName(account.Owner),
        ["space"] = account.Data.Length,
    };

    private static string Format(ulong units, byte decimals)
    {
        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
