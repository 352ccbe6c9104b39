using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Silo;

namespace OrleansTrading.Bench.Wallets;

/// <summary>
/// Wallet grains on the embedded engine and a database, both with their default options, as the silo has them.
/// </summary>
internal sealed class WalletStage : IAsyncDisposable
{
    private const int FillCallers = 4_096;
    private const ulong Funds = 1_000_000_000_000;
    private static readonly AssetId Usd = new("solana:local/token:usd");
    private static readonly UserId User = UserId.Derive(new AccountId("solana:local:bench"));
    private readonly IHost _host;
    private readonly IWalletGrain[] _wallets;
    private long _done;

    private WalletStage(IHost host, int wallets)
    {
        _host = host;
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        _wallets =
        [
            .. Enumerable.Range(0, wallets).Select(i => grains.GetGrain<IWalletGrain>(
                WalletId.Of(User, i.ToString(CultureInfo.InvariantCulture)).Value)),
        ];
    }

    internal static async Task<WalletStage> StartAsync(
        Action<IServiceCollection> addStorage, int wallets, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IEntropy, SystemEntropy>();
        addStorage(builder.Services);
        builder.Services.AddEmbeddedEngine(options => options.AddGrains(typeof(GrainServices).Assembly));
        builder.Services.AddGrains();
        builder.Services.Configure<PlatformOptions>(Configure);
        var stage = new WalletStage(builder.Build(), wallets);
        await stage._host.StartAsync(cancellationToken);
        await stage.FillAsync();
        return stage;
    }

    /// <summary>Callers that each have a debit under way, all the time. Every one must succeed.</summary>
    internal async Task<Rate> RunAsync(int callers, int wallets, TimeSpan time)
    {
        var done = new long[callers];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            await Task.Yield();
            var draw = (uint)caller;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                Require(await _wallets[Draw.Next(ref draw, wallets)].DebitAsync(new WalletMovement
                {
                    Id = NewId(),
                    Reason = WalletReason.FeePlatform,
                    Amount = new Amount(Usd, 1),
                    Account = LedgerAccounts.RevenuePlatformFee,
                }));
                done[caller]++;
            }
        }));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _done += done.Sum();
        return new Rate(done.Sum() / elapsed, Failed: 0, done.Sum());
    }

    /// <summary>Fails unless each debit that was acknowledged is in the ledger, once.</summary>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        var ledger = _host.Services.GetRequiredService<ILedgerStore>();
        var revenue = await ledger.BalancesAsync(LedgerAccounts.RevenuePlatformFee, null, cancellationToken);
        if (revenue is not [{ Units: var units }] || units != -_done)
        {
            throw new BenchFailedException(
                $"The ledger has {string.Join(", ", revenue)}; {_done} debits were acknowledged.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task FillAsync()
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, FillCallers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < _wallets.Length; i = Interlocked.Increment(ref next))
            {
                Require(await _wallets[i].CreditAsync(new WalletMovement
                {
                    Id = NewId(),
                    Reason = WalletReason.Adjustment,
                    Amount = new Amount(Usd, Funds),
                    Account = LedgerAccounts.Capital,
                }));
            }
        }));
    }

    private static UInt128 NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static void Require(Outcome<WalletReceipt> outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw new BenchFailedException($"A wallet refused: {refusal.Detail}");
        }
    }

    private static void Configure(PlatformOptions platform)
    {
        (platform.Domain, platform.Uri) = ("pay.example.com", "https://pay.example.com/");
        platform.Chains = [new ChainAccountOptions { Name = "solana", Id = "solana:local", Treasury = "treasury" }];
        platform.Assets =
        [
            new AssetOptions
            {
                Alias = "solana/USD",
                Id = Usd.Value,
                Decimals = 6,
                PriceFeed = "USDC/USD",
                Min = "1",
                Max = "5000",
                RefundFee = "0.05",
                Dust = "0.08",
            },
        ];
    }
}
