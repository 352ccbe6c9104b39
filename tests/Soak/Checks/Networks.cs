using System.Text.Json.Nodes;
using OrleansTrading.Audit.Money;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Soak.Checks;

/// <summary>The treasury's accounts, as the networks tell them; nothing here comes from the server.</summary>
internal sealed class Networks
{
    /// <summary>Bytes of a token account on Solana, whose rent its opening costs.</summary>
    private const int TokenAccountBytes = 165;

    private readonly List<Account> _accounts = [];
    private readonly ChainPorts _ports;

    private Networks(ChainPorts ports) => _ports = ports;

    /// <summary>Where each account stands before there is load: what comes later is the run's.</summary>
    internal static async Task<Networks> ReadAsync(
        ChainPorts ports, AssetCatalog catalog, CancellationToken cancellationToken)
    {
        var networks = new Networks(ports);
        foreach (var chain in ports.CreateChains())
        {
            var treasury = catalog.FindChain(chain.Name)!.Treasury;
            var (_, cursor) = await ChainBook.ReadMovementsAsync(chain, treasury, null, cancellationToken);
            networks._accounts.Add(new Account(
                chain, treasury, cursor, await ChainBook.ReadBalancesAsync(chain, treasury, cancellationToken)));
        }

        return networks;
    }

    /// <summary>The platform's accounts, each with its chain.</summary>
    internal IEnumerable<(AccountId Account, IChain Chain)> Treasuries =>
        _accounts.Select(account => (AccountId.Of(account.Chain.Id, account.Treasury), account.Chain));

    /// <summary>Everything that has arrived since, by the id that its payment must have.</summary>
    internal async Task<IReadOnlyList<PaymentId>> ReadArrivedAsync(CancellationToken cancellationToken)
    {
        var arrived = new List<PaymentId>();
        foreach (var account in _accounts)
        {
            var (movements, _) = await ChainBook.ReadMovementsAsync(
                account.Chain, account.Treasury, account.Cursor, cancellationToken);
            arrived.AddRange(movements.Where(m => m.Direction == MovementDirection.Incoming && m.Succeeded)
                .Select(m => PaymentId.Of(account.Chain.Id, m.TransactionId, m.Index)));
        }

        return arrived;
    }

    /// <param name="catalog">The assets.</param>
    /// <param name="opened">How many token accounts the treasury has opened on a chain, by its short name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<IReadOnlyList<ChainBook>> ReadBooksAsync(
        AssetCatalog catalog, Func<string, int> opened, CancellationToken cancellationToken)
    {
        var books = new List<ChainBook>();
        foreach (var (chain, treasury, cursor, before) in _accounts)
        {
            var (movements, _) = await ChainBook.ReadMovementsAsync(chain, treasury, cursor, cancellationToken);
            var count = (UInt128)(uint)opened(chain.Name);
            books.Add(new ChainBook
            {
                ChainId = chain.Id,
                Treasury = treasury,
                NativeAsset = chain.NativeAsset,
                Before = before,
                After = await ChainBook.ReadBalancesAsync(chain, treasury, cancellationToken),
                Movements = movements,
                AssetsWithoutMemo = catalog.Assets.Where(asset => asset.Chain == chain.Name)
                    .Select(asset => asset.Id.Value).Where(asset => !chain.CarriesMemo(asset))
                    .ToHashSet(StringComparer.Ordinal),
                OpeningUnits = count == 0 ? 0 : count * await ReadOpeningAsync(chain.Name, catalog, cancellationToken),
            });
        }

        return books;
    }

    /// <summary>What opening one token account costs, as the network itself says.</summary>
    private async Task<UInt128> ReadOpeningAsync(
        string chain, AssetCatalog catalog, CancellationToken cancellationToken)
    {
        if (chain == "solana")
        {
            var rent = await _ports.Solana.CallAsync(
                "getMinimumBalanceForRentExemption",
                new JsonArray(TokenAccountBytes),
                RequestKind.Read,
                cancellationToken);
            return rent.GetUInt64();
        }

        var token = catalog.Find($"{chain}/USDC")!.Id.Value;
        var answer = await _ports.Near!.CallAsync(
            "query",
            new JsonObject
            {
                ["request_type"] = "call_function",
                ["finality"] = "final",
                ["account_id"] = token[(token.LastIndexOf(':') + 1)..],
                ["method_name"] = "storage_balance_bounds",
                ["args_base64"] = Convert.ToBase64String("{}"u8),
            },
            RequestKind.Read,
            cancellationToken);
        var bytes = answer.GetProperty("result").EnumerateArray().Select(one => one.GetByte()).ToArray();
        return UInt128.Parse(JsonNode.Parse(bytes)!["min"]!.GetValue<string>(), null);
    }

    private sealed record Account(
        IChain Chain, string Treasury, string? Cursor, IReadOnlyDictionary<string, UInt128> Before);
}
