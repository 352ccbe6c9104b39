using Microsoft.Extensions.Options;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Users;

/// <inheritdoc cref="IChallengeGrain"/>
internal sealed class ChallengeGrain(
    [PersistentState("challenge")] IPersistentState<ChallengeState> state,
    ChainSet chains,
    IEntropy entropy,
    TimeProvider time,
    IOptions<PlatformOptions> platform,
    IOptions<SignInOptions> options) : Grain, IChallengeGrain
{
    private const int NonceBytes = 16;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Issued is { } issued)
        {
            ForgetLater(issued);
        }

        return Task.CompletedTask;
    }

    public async Task<Outcome<ChallengeView>> IssueAsync(IssueChallenge command)
    {
        Check.That(state.State.Issued is null, $"challenge {this.GetPrimaryKeyString()} was issued before");
        if (chains.Find(command.Chain) is not { } chain)
        {
            var known = string.Join(", ", chains.All.Select(c => c.Name));
            return Outcome.Refused<ChallengeView>(
                ErrorCodes.ChainUnknown, "chain", $"The chain is one of: {known}.");
        }

        if (chains.CheckAddress(chain, command.Address, "address", out var address) is { } refusal)
        {
            return Outcome.Refused<ChallengeView>(refusal);
        }

        var issued = Compose(address, command.LinkTo);
        state.State = new ChallengeState { Chain = chain.Name, Issued = issued, LinkTo = command.LinkTo };
        await state.WriteStateAsync();
        ForgetLater(issued);
        var message = chain.ComposeOwnershipMessage(issued);
        return Outcome.Of(new ChallengeView
        {
            Id = this.GetPrimaryKeyString(),
            Chain = chain.Name,
            Address = address,
            Message = message,
            ExpiresAt = issued.ExpiresAt,
            Transaction = chain.ComposeOwnershipTransaction(address, message) is { } transaction
                ? Convert.ToBase64String(transaction)
                : null,
        });
    }

    public async Task<Outcome<UserView>> RedeemAsync(RedeemChallenge command)
    {
        if (Refuse(command, out var issued) is { } refusal)
        {
            return Outcome.Refused<UserView>(refusal);
        }

        var chain = chains.Find(state.State.Chain)!;
        var proof = new OwnershipProof(command.Signature, command.SignedMessage)
        {
            PublicKey = command.PublicKey,
            SignedTransaction = command.SignedTransaction,
        };
        if (Refuse(await chain.VerifyOwnershipAsync(issued, proof)) is { } unproven)
        {
            return Outcome.Refused<UserView>(unproven);
        }

        var account = AccountId.Of(chain.Id, issued.Address);
        var addressGrain = GrainFactory.GetGrain<IAddressGrain>(account.Value);
        var owner = await addressGrain.GetOwnerAsync();
        if (state.State.LinkTo is { } user && owner is not null && owner != user)
        {
            return Taken(account);
        }

        // Used up before anything else happens: a crash from here on costs the user a new challenge, never a second
        // use.
        state.State.Used = true;
        state.State.Proof = proof;
        await state.WriteStateAsync();

        var candidate = state.State.LinkTo ?? owner ?? UserId.Derive(account);
        var bound = await addressGrain.ClaimAsync(candidate);
        if (state.State.LinkTo is { } linking && bound != linking)
        {
            return Taken(account);
        }

        var view = await GrainFactory.GetGrain<IUserGrain>(bound.Value).AddAddressAsync(new ProvenAddress
        {
            Account = account,
            Chain = chain.Name,
            ProvenAt = time.GetUtcNow(),
        });
        return Outcome.Of(view);
    }

    private static Outcome<UserView> Taken(AccountId account) => Outcome.Refused<UserView>(
        ErrorCodes.AddressTaken,
        "challengeId",
        $"{account.Address} belongs to another user. An address has one owner; sign in with it instead.");

    private Refusal? Refuse(RedeemChallenge command, out OwnershipChallenge issued)
    {
        issued = state.State.Issued!;
        if (issued is null)
        {
            return Refuse(
                ErrorCodes.ChallengeUnknown, "There is no such challenge, or it is long over. Ask for a new one.");
        }

        if (state.State.Used)
        {
            return Refuse(ErrorCodes.ChallengeUsed, "This challenge was answered before. Ask for a new one.");
        }

        if (time.GetUtcNow() >= issued.ExpiresAt)
        {
            return Refuse(
                ErrorCodes.ChallengeExpired, $"This challenge expired at {issued.ExpiresAt:O}. Ask for a new one.");
        }

        return state.State.LinkTo != command.LinkTo
            ? Refuse(
                ErrorCodes.ChallengeOfOtherUser,
                "This challenge was issued to another session. Answer it with the session that asked for it.")
            : null;
    }

    private static Refusal? Refuse(OwnershipCheck check) => check.Verdict switch
    {
        OwnershipVerdict.Proven => null,
        OwnershipVerdict.MalformedSignature => Wrong(ErrorCodes.SignatureMalformed, "signature", check),
        OwnershipVerdict.WrongSignature => Wrong(ErrorCodes.SignatureWrong, "signature", check),
        OwnershipVerdict.WrongKey => Wrong(ErrorCodes.SignatureWrong, "publicKey", check),
        _ => Wrong(ErrorCodes.SignedMessageWrong, "signedMessage", check),
    };

    private static Refusal Refuse(string code, string detail) =>
        new() { Code = code, Field = "challengeId", Detail = detail };

    private static Refusal Wrong(string code, string field, OwnershipCheck check) =>
        new() { Code = code, Field = field, Detail = check.Problem ?? "The proof does not hold." };

    private OwnershipChallenge Compose(string address, UserId? linkTo)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        entropy.Fill(nonce);

        // Whole milliseconds: the message carries no more, and what was issued must compare equal to what was signed.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return new OwnershipChallenge(
            platform.Value.Domain,
            platform.Value.Uri,
            address,
            linkTo is null ? "Sign in. This costs nothing." : "Link this address to your account. This costs nothing.",
            StableId.Text(nonce),
            now,
            now + options.Value.ChallengeLifetime);
    }

    private void ForgetLater(OwnershipChallenge issued)
    {
        var due = issued.ExpiresAt + options.Value.ChallengeMemory - time.GetUtcNow();
        this.RegisterGrainTimer(ForgetAsync, new GrainTimerCreationOptions
        {
            DueTime = due > TimeSpan.Zero ? due : TimeSpan.Zero,
            Period = Timeout.InfiniteTimeSpan,
            KeepAlive = true,
        });
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await state.ClearStateAsync(cancellationToken);
        DeactivateOnIdle();
    }
}
