using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Soak.Customers;

/// <summary>
/// Somebody with a wallet on each chain who asks for quotes and pays for them in every way there is, whether the server
/// is there or not, and keeps what the server has said.
/// </summary>
internal sealed partial class Customer : IDisposable
{
    private const ulong Lamports = 50_000_000_000;
    private const ulong UsdcUnits = 20_000_000_000;
    private const string IssuedUsdc = "20000";
    private static readonly UInt128 Yocto = UInt128.Parse("1000000000000000000000000000", null);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(3);

    private readonly SoakWorld _world;
    private readonly Dice _dice;
    private readonly Dictionary<string, Purse> _purses;
    private readonly ConcurrentDictionary<string, Promise> _promises = new(StringComparer.Ordinal);
    private string? _token;

    internal Customer(SoakWorld world, ulong seed, int number)
    {
        _world = world;
        _dice = new Dice(seed, (ulong)number);
        IsNewcomer = number % 3 == 0;
        _purses = world.Ports.CreateChains().ToDictionary(
            chain => chain.Name, chain => new Purse(chain, world.Findings, world.Clock), StringComparer.Ordinal);
    }

    /// <summary>
    /// Newcomers have no token account on Solana and NEAR: the first delivery of a token opens it, at the platform's
    /// cost.
    /// </summary>
    internal bool IsNewcomer { get; }

    /// <summary>Every quote that was acknowledged.</summary>
    internal IEnumerable<Promise> Promises => _promises.Values;

    internal string AddressOn(string chain) => _purses[chain].Address;

    public void Dispose()
    {
        foreach (var purse in _purses.Values)
        {
            purse.Dispose();
        }

        foreach (var promise in _promises.Values)
        {
            promise.Dispose();
        }
    }

    /// <summary>Gets money from the faucets, signs in, and links the other wallets.</summary>
    internal async Task ArriveAsync(CancellationToken cancellationToken)
    {
        var faucet = new LocalFaucet(_world.Ports);
        await Task.WhenAll(OnSolanaAsync(), OnStellarAsync(), OnNearAsync());
        await SignInAsync(cancellationToken);
        foreach (var purse in _purses.Values.Skip(1))
        {
            (await ProveAsync(purse, _token, cancellationToken)).Require();
        }

        async Task OnSolanaAsync()
        {
            var address = AddressOn("solana");
            await faucet.GiveSolAsync(address, Lamports, cancellationToken);
            if (!IsNewcomer)
            {
                await faucet.GiveUsdcAsync(address, UsdcUnits, cancellationToken);
            }
        }

        async Task OnStellarAsync()
        {
            await faucet.GiveXlmAsync(AddressOn("stellar"), cancellationToken);
            await faucet.GiveIssuedUsdcAsync(AddressOn("stellar"), IssuedUsdc, cancellationToken);
        }

        async Task OnNearAsync()
        {
            await faucet.GiveNearAsync(AddressOn("near"), Yocto, cancellationToken);
            if (!IsNewcomer)
            {
                await faucet.GiveNearUsdcAsync(AddressOn("near"), UsdcUnits, cancellationToken);
            }
        }
    }

    /// <summary>Trades until the load ends, and sees through what it began.</summary>
    internal async Task TradeAsync(CancellationToken loadEnds, CancellationToken cancellationToken)
    {
        var payable = _world.Catalog.Assets.Where(CanPay).ToList();
        var late = new List<Task>();
        while (!loadEnds.IsCancellationRequested)
        {
            var plan = TradePlan.Draw(_dice, payable, _world.Catalog.Assets, PauseMax);
            if (plan.SignsInAgain)
            {
                await SignInAsync(cancellationToken);
            }

            if (await RequestAsync(plan, cancellationToken) is { } promise)
            {
                if (plan.Behaviour == Behaviour.Late)
                {
                    late.Add(PayLateAsync(promise, cancellationToken));
                }
                else
                {
                    await PayAsync(promise, cancellationToken);
                }
            }

            await Task.Delay(plan.PauseAfter, _world.Clock, cancellationToken);
        }

        await Task.WhenAll(late);
    }

    private bool CanPay(Asset asset) => !IsNewcomer || asset.Alias is not ("solana/USDC" or "near/USDC");

    private SoakRequest Get(string path) => new("GET", path, Body: null, _token);

    private SoakRequest Post(string path, JsonObject body) => new("POST", path, body, _token);

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        var answer = await ProveAsync(_purses["solana"], token: null, cancellationToken);
        _token = answer.Require()["token"]!.GetValue<string>();
        _world.Tally.Count("customers", "sign-ins");
    }

    /// <summary>
    /// Proves a wallet. A challenge can be answered once: where the answer's answer is lost, a new one is asked for.
    /// </summary>
    private async Task<Answer> ProveAsync(Purse purse, string? token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var challenge = (await _world.Api.SendAsync(
                new SoakRequest(
                    "POST",
                    "v1/auth/challenges",
                    new JsonObject { ["chain"] = purse.Wallet.Chain.Name, ["address"] = purse.Address },
                    token),
                cancellationToken)).Require();
            var signature = await purse.Wallet.SignMessageAsync(challenge["message"]!.GetValue<string>());
            var answer = await _world.Api.TrySendAsync(
                new SoakRequest(
                    "POST",
                    "v1/auth/verifications",
                    new JsonObject
                    {
                        ["challengeId"] = challenge["challengeId"]!.GetValue<string>(), ["signature"] = signature,
                    },
                    token),
                cancellationToken);
            if (answer is { IsGood: true })
            {
                return answer;
            }
        }
    }
}
