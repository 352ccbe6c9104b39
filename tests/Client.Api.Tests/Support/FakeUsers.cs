using System.Security.Cryptography;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A session as the real grain keeps it.</summary>
internal sealed class FakeSession(TimeProvider time) : ISessionGrain
{
    internal UserId? User { get; private set; }

    internal byte[] Hash { get; private set; } = [];

    internal DateTimeOffset ExpiresAt { get; private set; }

    internal int Checks { get; private set; }

    public Task<DateTimeOffset> OpenAsync(OpenSession command)
    {
        Assert.Null(User);
        User = command.User;
        Hash = command.SecretHash;
        ExpiresAt = time.GetUtcNow() + command.Lifetime;
        return Task.FromResult(ExpiresAt);
    }

    public Task<UserId?> CheckAsync(byte[] secretHash)
    {
        Checks++;
        var holds = User is not null && time.GetUtcNow() < ExpiresAt
            && CryptographicOperations.FixedTimeEquals(secretHash, Hash);
        return Task.FromResult(holds ? User : null);
    }

    public Task CloseAsync()
    {
        User = null;
        return Task.CompletedTask;
    }
}

/// <summary>A challenge that is met by the signature <c>sign(&lt;address&gt;)</c>.</summary>
internal sealed class FakeChallenge(string id, TimeProvider time) : IChallengeGrain
{
    internal const string Network = "stellar:testnet";

    private IssueChallenge? issued;

    internal RedeemChallenge? Redeemed { get; private set; }

    public Task<Outcome<ChallengeView>> IssueAsync(IssueChallenge command)
    {
        if (command.Chain != "stellar")
        {
            return Task.FromResult(
                Outcome.Refused<ChallengeView>(ErrorCodes.ChainUnknown, "chain", "The chain is one of: stellar."));
        }

        issued = command;
        return Task.FromResult(Outcome.Of(new ChallengeView
        {
            Id = id,
            Chain = command.Chain,
            Address = command.Address,
            Message = $"prove {command.Address}",
            ExpiresAt = time.GetUtcNow().AddMinutes(5),
            Transaction = "AQ==",
        }));
    }

    public Task<Outcome<UserView>> RedeemAsync(RedeemChallenge command)
    {
        Redeemed = command;
        if (issued is null)
        {
            return Task.FromResult(
                Outcome.Refused<UserView>(ErrorCodes.ChallengeUnknown, "challengeId", "There is no such challenge."));
        }

        if (issued.LinkTo != command.LinkTo)
        {
            return Task.FromResult(Outcome.Refused<UserView>(
                ErrorCodes.ChallengeOfOtherUser, "challengeId", "It was issued to another session."));
        }

        return Task.FromResult(command.Signature == $"sign({issued.Address})"
            ? Outcome.Of(FakeUser.View(
                command.LinkTo ?? UserId.Derive(AccountId.Of(Network, issued.Address)), issued.Address))
            : Outcome.Refused<UserView>(ErrorCodes.SignatureWrong, "signature", "The signature does not verify."));
    }
}

/// <summary>A user with one address.</summary>
internal sealed class FakeUser(string id) : IUserGrain
{
    internal static readonly DateTimeOffset Since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public Task<UserView?> GetAsync() => Task.FromResult<UserView?>(View(new UserId(id), "GADDRESS"));

    public Task<UserView> AddAddressAsync(ProvenAddress address) => throw new NotSupportedException();

    internal static UserView View(UserId id, string address) => new()
    {
        Id = id,
        CreatedAt = Since,
        Addresses =
        [
            new ProvenAddress
            {
                Account = AccountId.Of(FakeChallenge.Network, address),
                Chain = "stellar",
                ProvenAt = Since,
            },
        ],
    };
}
