using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using OrleansTrading.Grains.Copy;

namespace OrleansTrading.Grains.Accounts;

/// <inheritdoc cref="ITradingAccountGrain"/>
internal sealed partial class TradingAccountGrain(
    [PersistentState("trading-account")] IPersistentState<TradingAccountState> storage,
    ISecretBox box,
    IEntropy entropy,
    TimeProvider time,
    ILogger<TradingAccountGrain> logger) : Grain, ITradingAccountGrain
{
    private const int SecretBytes = 32;

    private (string Sealed, SigningKey Key)? openedKey;

    private TradingAccountState State => storage.State;

    private TradingAccountId Id => new(this.GetPrimaryKeyString());

    private RegisterTradingAccount Command => State.Command!;

    /// <summary>Opened once for each secret.</summary>
    private SigningKey Key
    {
        get
        {
            if (openedKey is not { } known || known.Sealed != State.SealedSecret)
            {
                openedKey = known = (State.SealedSecret!, new SigningKey(box.Open(State.SealedSecret!, Id.Value)));
            }

            return known.Key;
        }
    }

    public async Task<Outcome<TradingAccountSecret>> RegisterAsync(RegisterTradingAccount command)
    {
        if (await IsStoredAsync())
        {
            return Command == command
                ? Outcome.Of(new TradingAccountSecret { Account = View() })
                : Outcome.Refused<TradingAccountSecret>(
                    ErrorCodes.IdempotencyKeyReused,
                    "Idempotency-Key",
                    $"This key registered account {Id} with other values. Use a new key for a new account.");
        }

        if (AccountRules.Check(command) is { } refusal)
        {
            return Outcome.Refused<TradingAccountSecret>(refusal);
        }

        State.Command = command;
        State.RegisteredAt = time.GetUtcNow();
        return await NewSecretAsync();
    }

    public async Task<Outcome<TradingAccountSecret>> RotateSecretAsync(UserId user)
    {
        if (!await IsStoredAsync() || Command.User != user)
        {
            return Outcome.Refused<TradingAccountSecret>(Unknown());
        }

        var rotated = await NewSecretAsync();
        await EndSessionAsync(BridgeEnds.Disabled);
        return rotated;
    }

    public async Task<TradingAccountView?> GetAsync() => await IsStoredAsync() ? View() : null;

    public async Task<Refusal?> AddSubscriptionAsync(UserId user, SubscriptionId subscription)
    {
        if (!await IsStoredAsync() || Command.User != user)
        {
            return Unknown();
        }

        if (State.Subscriptions.Contains(subscription))
        {
            return null;
        }

        if (WhyNotAdded(subscription) is not null)
        {
            // A refusal stores nothing, and so does not show that another activation has had one end since.
            await storage.ReadStateAsync();
        }

        if (WhyNotAdded(subscription) is { } refusal)
        {
            return refusal;
        }

        State.Subscriptions.Add(subscription);
        await storage.WriteStateAsync();
        return null;
    }

    public async Task RemoveSubscriptionAsync(SubscriptionId subscription)
    {
        if (await IsStoredAsync() && !State.Subscriptions.Contains(subscription))
        {
            // That it is not there is never said from memory: nobody would strike it any more.
            await storage.ReadStateAsync();
        }

        if (State.Subscriptions.Remove(subscription))
        {
            await storage.WriteStateAsync();
            await RefreshAsync(subscription);
        }
    }

    public async Task<Refusal?> SetProviderAsync(UserId user, ProviderId provider)
    {
        if (!await IsStoredAsync() || Command.User != user)
        {
            return Unknown();
        }

        if (Command.Role != TradingRole.Provider || (State.Provider is { } other && other != provider))
        {
            return new Refusal
            {
                Code = ErrorCodes.TradingAccountRole,
                Field = "account",
                Detail = Command.Role != TradingRole.Provider
                    ? $"Account {Id} was registered as a subscriber. Publish from one registered as a provider."
                    : $"Account {Id} publishes for provider {State.Provider} already.",
            };
        }

        State.Provider = provider;
        await storage.WriteStateAsync();
        return null;
    }

    private Refusal? WhyNotAdded(SubscriptionId subscription)
    {
        if (Command.Role != TradingRole.Subscriber)
        {
            return new Refusal
            {
                Code = ErrorCodes.TradingAccountRole,
                Field = "account",
                Detail = $"Account {Id} was registered to publish. Copy into one that was registered as a subscriber.",
            };
        }

        if (State.Subscriptions.Count >= CopyConstants.AccountSubscriptionsMax)
        {
            return new Refusal
            {
                Code = ErrorCodes.LimitExceeded,
                Field = "account",
                Detail = $"Account {Id} has {State.Subscriptions.Count} subscriptions, the most there can be."
                    + " End one first.",
            };
        }

        if (State.Subscriptions.Exists(other => OrderMagic.Of(other) == OrderMagic.Of(subscription)))
        {
            return new Refusal
            {
                Code = ErrorCodes.SubscriptionIdClash,
                Field = "Idempotency-Key",
                Detail = "A terminal could not tell this subscription's orders from another's of the account."
                    + " Use another key.",
            };
        }

        return null;
    }

    private Refusal Unknown() => new()
    {
        Code = ErrorCodes.TradingAccountUnknown,
        Field = "account",
        Detail = $"There is no account {Id} of yours.",
    };

    /// <summary>Makes a secret, stores it sealed, and tells it: the only time that it is told.</summary>
    private async Task<Outcome<TradingAccountSecret>> NewSecretAsync()
    {
        var secret = new byte[SecretBytes];
        entropy.Fill(secret);
        var text = Convert.ToHexStringLower(secret);
        CryptographicOperations.ZeroMemory(secret);
        State.SealedSecret = box.Seal(text, Id.Value);
        State.SecretSince = time.GetUtcNow();
        await storage.WriteStateAsync();
        return Outcome.Of(new TradingAccountSecret { Account = View(), Secret = new SigningKey(text) });
    }

    /// <summary>Whether there is such an account. That there is none is never said from memory.</summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.Command is null)
        {
            await storage.ReadStateAsync();
        }

        return State.Command is not null;
    }

    private bool Proves(BridgeHello hello)
    {
        Span<byte> proof = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(Key.Text), Encoding.UTF8.GetBytes(hello.Text), proof);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(proof)), Encoding.UTF8.GetBytes(hello.Proof));
    }

    private TradingAccountView View() => new()
    {
        Id = Id,
        Terms = Command,
        RegisteredAt = State.RegisteredAt,
        SecretSince = State.SecretSince,
        ConnectedSince = session?.Since,
        Report = session?.Report,
    };
}
