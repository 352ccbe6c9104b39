using System.Security.Cryptography;
using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Users;

/// <summary>A signed-in caller.</summary>
internal sealed class SessionState : IRecordedState
{
    /// <summary>Whose session it is; null before it is opened and after it is closed.</summary>
    public UserId? User { get; set; }

    /// <summary>SHA-256 of the token's secret half.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="ISessionGrain"/>
internal sealed class SessionGrain(
    [PersistentState("session")] IPersistentState<SessionState> state, TimeProvider time) : Grain, ISessionGrain
{
    public async Task<DateTimeOffset> OpenAsync(OpenSession command)
    {
        Check.That(!state.RecordExists, "a session id is random and opened once");
        Check.That(command.SecretHash.Length == SHA256.HashSizeInBytes, "the secret's hash is a SHA-256");
        state.State = new SessionState
        {
            User = command.User,
            SecretHash = command.SecretHash,
            ExpiresAt = time.GetUtcNow() + command.Lifetime,
        };
        Record(HistoryKinds.SessionOpened, command.User, state.State.ExpiresAt);
        await state.WriteStateAsync();
        return state.State.ExpiresAt;
    }

    public Task<UserId?> CheckAsync(byte[] secretHash)
    {
        var session = state.State;
        var holds = session.User is not null
            && time.GetUtcNow() < session.ExpiresAt
            && CryptographicOperations.FixedTimeEquals(secretHash, session.SecretHash);
        return Task.FromResult(holds ? session.User : null);
    }

    public async Task CloseAsync()
    {
        if (state.State is { User: { } user, ExpiresAt: var expiresAt })
        {
            // Kept as a closed session rather than cleared: its id is never opened again.
            state.State = new SessionState();
            Record(HistoryKinds.SessionClosed, user, expiresAt);
            await state.WriteStateAsync();
        }
    }

    /// <summary>By the session's id, the public half of its token.</summary>
    private void Record(string kind, UserId user, DateTimeOffset expiresAt) => state.State.Record(
        time.GetUtcNow(), kind, user, this.GetPrimaryKeyString(), new SessionDetails { ExpiresAt = expiresAt });
}
