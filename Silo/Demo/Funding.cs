using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>Gives the demo's customer accounts and money, by the local networks' faucets.</summary>
internal sealed class Funding(LocalFaucet faucet)
{
    private const ulong Lamports = 1_000_000_000;
    private static readonly UInt128 Yocto = UInt128.Parse("20000000000000000000000000", null);

    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    /// <summary>Opens what the wallet needs to hold the asset and to pay fees.</summary>
    internal async Task OpenAsync(DemoAsset asset, Wallet wallet, CancellationToken cancellationToken)
    {
        if (_opened.Add(asset.Chain))
        {
            await (asset.Chain switch
            {
                "solana" => faucet.GiveSolAsync(wallet.Address, Lamports, cancellationToken),
                "stellar" => faucet.GiveXlmAsync(wallet.Address, cancellationToken),
                "near" => faucet.GiveNearAsync(wallet.Address, Yocto, cancellationToken),
                _ => throw Unknown(asset),
            });
        }

        if (asset.Alias == "stellar/USDC" && _opened.Add(asset.Alias))
        {
            await faucet.GiveIssuedUsdcAsync(wallet.Address, "1", cancellationToken);
        }
    }

    /// <summary>Gives what the wallet is to pay; friendbot's lumens are enough for many trades.</summary>
    internal Task GiveAsync(
        DemoAsset asset, Wallet wallet, UInt128 units, CancellationToken cancellationToken) => asset.Alias switch
        {
            "solana/SOL" => faucet.GiveSolAsync(wallet.Address, (ulong)units, cancellationToken),
            "solana/USDC" => faucet.GiveUsdcAsync(wallet.Address, (ulong)units, cancellationToken),
            "stellar/XLM" => Task.CompletedTask,
            "stellar/USDC" => faucet.GiveIssuedUsdcAsync(wallet.Address, asset.Format(units), cancellationToken),
            "near/NEAR" => faucet.GiveNearAsync(wallet.Address, units, cancellationToken),
            "near/USDC" => faucet.GiveNearUsdcAsync(wallet.Address, units, cancellationToken),
            _ => throw Unknown(asset),
        };

    private static DemoFailedException Unknown(DemoAsset asset) =>
        new($"No local faucet gives {asset.Alias}. The demo trades on local networks only.");
}
