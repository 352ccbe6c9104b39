using System.Collections.Frozen;

namespace OrleansTrading.Market;

/// <summary>Pyth's feed ids, with where each was found.</summary>
public static class PythFeeds
{
    private const int IdHexDigits = 64;

    /// <summary>
    /// Symbol → id. From github.com/pyth-network/pyth-crosschain @ 7c915eb1, except XLM/USD, which that repository does
    /// not name: ten independent public sources agree on it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>
    {
        // apps/developer-hub/src/app/llms-price-feeds-core.txt/route.ts; price_service/sdk/js tests
        ["SOL/USD"] = "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d",
        ["XLM/USD"] = "b7a8eba68a997cd0210c2e1e4ee811ad2d174b3611c22d9ebf16f4cb7e9ba850",

        // contract_manager/src/store/tokens/Tokens.json
        ["NEAR/USD"] = "c415de8d2eba7db216527dff4b60e8f3a5311c740dadb233e13e12547e226750",

        // push-feeds/data/evm/ethereum-mainnet.json; svm/solana-mainnet.json
        ["USDC/USD"] = "eaa020c61cc479712813461ce153894a96a6c00b21ed0cfc2798d1f9a9e9c94a",

        // ton/contracts/tests/utils/pyth.ts (from the signed binary)
        ["USDT/USD"] = "2b89b9dc8fdf9f34709a5b106b472f0f39bb6ca9ce04b0fd7f2e971688e2e53b",

        // apps/developer-hub/content/docs/price-feeds/core/fetch-price-updates.mdx
        ["BTC/USD"] = "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43",
        ["ETH/USD"] = "ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace",

        // apps/insights/src/hooks/pyth-pro-demo/use-pyth-core-websocket.ts
        ["EUR/USD"] = "a995d00bb36a63cef7fd2c287dc105fc8f3d93779f062f09551b0af3e81ec30b",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Lower case, without 0x: how answers spell ids. False when it isn't an id at all.</summary>
    internal static bool TryNormalize(string? text, out string id)
    {
        var digits = text is not null && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        var valid = digits is { Length: IdHexDigits } && digits.All(char.IsAsciiHexDigit);
        id = valid ? digits!.ToLowerInvariant() : "";
        return valid;
    }
}
