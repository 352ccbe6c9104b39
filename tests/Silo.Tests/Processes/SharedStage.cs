using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Silo.Tests.Customers;

namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>
/// One server for all tests that only use it, with everything switched on that could leak: webhooks, an operator's key,
/// and the log at its most talkative.
/// </summary>
public sealed class SharedStage : IAsyncLifetime
{
    /// <summary>The tests that share it run one after another.</summary>
    public const string Name = "shared stage";

    private Stage? _stage;
    private Customer? _alice;
    private Customer? _bob;

    internal string HookSecret { get; } = SignedHook.NewSecret();

    internal string OperatorKey { get; } = $"otk_alice_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    internal Stage Stage => _stage ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>A customer with one pending quote.</summary>
    internal Customer Alice => _alice ?? throw new InvalidOperationException("Nobody signed in.");

    /// <summary>Another one, whose business is none of Alice's.</summary>
    internal Customer Bob => _bob ?? throw new InvalidOperationException("Nobody signed in.");

    internal string BobsQuote { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(OperatorKey)));
        _stage = await Stage.OpenAsync(
            "Api:RateLimits:Enabled=false",
            $"Api:HookSecrets:solana={HookSecret}",
            $"Api:OperatorKeys:alice={hash}",
            "Logging:LogLevel:Default=Trace",
            "Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "Logging:LogLevel:System.Net.Http=Trace");
        _stage.Secrets.Add("a webhook secret", HookSecret);
        _stage.Secrets.Add("an operator's key", OperatorKey.Split('_')[^1]);
        _alice = await Customer.SignInAsync(_stage);
        _bob = await Customer.SignInAsync(_stage);
        await _alice.QuoteAsync("12.5");
        BobsQuote = Customer.Id(await _bob.QuoteAsync("12.5"));
    }

    public async Task DisposeAsync()
    {
        _alice?.Dispose();
        _bob?.Dispose();
        if (_stage is not null)
        {
            await _stage.DisposeAsync();
        }
    }
}

/// <summary>Names the collection for xunit.</summary>
[CollectionDefinition(SharedStage.Name)]
public sealed class SharedStageDefinition : ICollectionFixture<SharedStage>;
