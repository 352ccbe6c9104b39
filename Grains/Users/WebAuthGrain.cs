using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;

namespace OrleansTrading.Grains.Users;

/// <summary>Whether a challenge was redeemed.</summary>
internal sealed class WebAuthState
{
    /// <summary>The account that authenticated with it; null before.</summary>
    public string? RedeemedBy { get; set; }

    /// <summary>When it was redeemed.</summary>
    public DateTimeOffset? RedeemedAt { get; set; }
}

/// <inheritdoc cref="IWebAuthGrain"/>
internal sealed class WebAuthGrain(
    [PersistentState("web-auth")] IPersistentState<WebAuthState> state,
    IEnumerable<StellarWebAuth> servers,
    ChainSet chains,
    TimeProvider time) : Grain, IWebAuthGrain
{
    /// <summary>Longer than any challenge can be answered, so that none is good twice.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private StellarWebAuth? Server => servers.FirstOrDefault();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.RedeemedAt is { } redeemedAt)
        {
            ForgetAfter(redeemedAt + Memory - time.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    public Task<Outcome<WebAuthServerView>> DescribeAsync() => Task.FromResult(Server is { } server
        ? Outcome.Of(new WebAuthServerView
        {
            SigningKey = server.SigningKey,
            NetworkPassphrase = server.NetworkPassphrase,
            HomeDomain = server.HomeDomain,
            WebAuthDomain = server.WebAuthDomain,
        })
        : Outcome.Refused<WebAuthServerView>(NotConfigured()));

    public async Task<Outcome<WebAuthChallengeView>> IssueAsync(IssueWebAuth command)
    {
        if (Server is not { } server)
        {
            return Outcome.Refused<WebAuthChallengeView>(NotConfigured());
        }

        Check.That(WebAuthId.Of(command.Nonce) == this.GetPrimaryKeyString(), "a challenge is named by its nonce");
        var chain = chains.Find(StellarExtensions.ChainName)!;
        if (chains.CheckAddress(chain, command.Account, "account", out var account) is { } refusal)
        {
            return Outcome.Refused<WebAuthChallengeView>(refusal);
        }

        return Outcome.Of(new WebAuthChallengeView
        {
            Transaction = await server.ComposeAsync(account, command.Nonce),
            NetworkPassphrase = server.NetworkPassphrase,
        });
    }

    public async Task<Outcome<WebAuthTokenView>> RedeemAsync(RedeemWebAuth command)
    {
        if (Server is not { } server)
        {
            return Outcome.Refused<WebAuthTokenView>(NotConfigured());
        }

        if (state.State.RedeemedAt is not null)
        {
            return Outcome.Refused<WebAuthTokenView>(
                ErrorCodes.ChallengeUsed, "transaction", "This challenge was answered before. Ask for a new one.");
        }

        var answer = await server.VerifyAsync(command.Transaction);
        if (answer.Account is not { } address)
        {
            return Outcome.Refused<WebAuthTokenView>(
                ErrorCodes.SignatureWrong, "transaction", $"The answered challenge does not hold: {answer.Problem}.");
        }

        // What was verified is what this grain is named for: another's nonce would be good as often as there are names.
        var nonce = StellarWebAuth.PeekNonce(command.Transaction);
        Check.That(WebAuthId.Of(nonce) == this.GetPrimaryKeyString(), "an answer is redeemed under its nonce");
        var now = time.GetUtcNow();

        // Used up before anything else happens: a crash from here on costs the user a new challenge, never a second
        // use.
        state.State.RedeemedBy = address;
        state.State.RedeemedAt = now;
        await state.WriteStateAsync();
        ForgetAfter(Memory);
        return Outcome.Of(new WebAuthTokenView
        {
            User = await BindAsync(address, now),
            Token = await server.SignTokenAsync(address, command.TokenId, now + command.Lifetime),
        });
    }

    private static Refusal NotConfigured() => new()
    {
        Code = ErrorCodes.NotFound,
        Detail = "Stellar Web Authentication is not configured here. Sign in with POST /v1/auth/challenges.",
    };

    private async Task<UserView> BindAsync(string address, DateTimeOffset now)
    {
        var chain = chains.Find(StellarExtensions.ChainName)!;
        var account = AccountId.Of(chain.Id, address);
        var bound = await GrainFactory.GetGrain<IAddressGrain>(account.Value).ClaimAsync(UserId.Derive(account));
        return await GrainFactory.GetGrain<IUserGrain>(bound.Value).AddAddressAsync(new ProvenAddress
        {
            Account = account,
            Chain = chain.Name,
            ProvenAt = now,
        });
    }

    private void ForgetAfter(TimeSpan due) => this.RegisterGrainTimer(ForgetAsync, new GrainTimerCreationOptions
    {
        DueTime = due > TimeSpan.Zero ? due : TimeSpan.Zero,
        Period = Timeout.InfiniteTimeSpan,
        KeepAlive = true,
    });

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await state.ClearStateAsync(cancellationToken);
        DeactivateOnIdle();
    }
}
