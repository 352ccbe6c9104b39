using System.Security.Cryptography;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class UserTests : IAsyncLifetime
{
    private World _world = null!;
    private int _challenges;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("solana")]
    [InlineData("stellar")]
    public async Task Signing_in_creates_the_user_once(string chain)
    {
        var party = NewParty(chain);

        var first = await SignInAsync(party);
        var second = await SignInAsync(party);

        Assert.Equal(UserId.Derive(party.Account), first.Id);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.CreatedAt, second.CreatedAt);
        var address = Assert.Single(second.Addresses);
        Assert.Equal(party.Account, address.Account);
        Assert.Equal(chain, address.Chain);
        Assert.Equal(first.Id, await OwnerAsync(party));
    }

    [Fact]
    public async Task A_wallet_that_signs_no_messages_signs_in_with_a_transaction_that_nobody_submits()
    {
        const int SignatureAt = 1, MessageAt = SignatureAt + 64;
        var party = NewParty("solana");
        var challenge = await IssueAsync(party, null);
        var transaction = Convert.FromBase64String(challenge.Transaction!);
        (await party.Signer.SignAsync(transaction.AsMemory(MessageAt))).CopyTo(transaction, SignatureAt);
        var proof = new RedeemChallenge
        {
            Signature = string.Empty,
            SignedTransaction = Convert.ToBase64String(transaction),
        };

        var other = await IssueAsync(party, null);
        Assert.Equal(ErrorCodes.SignedMessageWrong, (await Challenge(other.Id).RedeemAsync(proof)).Refusal!.Code);
        Assert.Equal(UserId.Derive(party.Account), (await Challenge(challenge.Id).RedeemAsync(proof)).Value!.Id);
        Assert.Null((await IssueAsync(NewParty("stellar"), null)).Transaction);
    }

    [Fact]
    public async Task A_linked_address_belongs_to_the_user_and_signs_in_as_that_user()
    {
        var first = NewParty("solana");
        var second = NewParty("stellar");
        var user = await SignInAsync(first);

        var linked = (await AnswerAsync(second, user.Id)).Value!;
        var signedIn = await SignInAsync(second);

        Assert.Equal([first.Account, second.Account], linked.Addresses.Select(a => a.Account));
        Assert.Equal(user.Id, linked.Id);
        Assert.Equal(user.Id, signedIn.Id);
        Assert.Equal(user.CreatedAt, signedIn.CreatedAt);
        Assert.Equal(2, (await _world.Grains.GetGrain<IUserGrain>(user.Id.Value).GetAsync())!.Addresses.Count);
    }

    [Fact]
    public async Task An_address_of_another_user_is_taken()
    {
        var theirs = NewParty("stellar");
        var owner = await SignInAsync(theirs);
        var user = await SignInAsync(NewParty("solana"));

        var answer = await AnswerAsync(theirs, user.Id);

        Assert.Equal(ErrorCodes.AddressTaken, answer.Refusal!.Code);
        Assert.Equal(owner.Id, await OwnerAsync(theirs));
        Assert.Single((await _world.Grains.GetGrain<IUserGrain>(user.Id.Value).GetAsync())!.Addresses);
    }

    [Fact]
    public async Task An_unknown_challenge_is_refused()
    {
        var answer = await Challenge("never").RedeemAsync(new RedeemChallenge { Signature = "x" });

        Assert.Equal(ErrorCodes.ChallengeUnknown, answer.Refusal!.Code);
    }

    [Fact]
    public async Task An_expired_challenge_is_refused_whoever_signed_it()
    {
        var party = NewParty("solana");
        var challenge = await IssueAsync(party, null);
        var signature = await party.SignMessageAsync(challenge.Message);
        _world.Time.Jump(TimeSpan.FromMinutes(6));

        var answer = await RedeemAsync(challenge, signature, null);

        Assert.Equal(ErrorCodes.ChallengeExpired, answer.Refusal!.Code);
        Assert.Null(await OwnerAsync(party));
    }

    [Fact]
    public async Task A_challenge_is_good_for_one_success()
    {
        var party = NewParty("solana");
        var challenge = await IssueAsync(party, null);
        var signature = await party.SignMessageAsync(challenge.Message);
        Assert.NotNull((await RedeemAsync(challenge, signature, null)).Value);

        await _world.RestartAsync(TimeSpan.FromSeconds(1));
        var replayed = await RedeemAsync(challenge, signature, null);

        Assert.Equal(ErrorCodes.ChallengeUsed, replayed.Refusal!.Code);
    }

    [Fact]
    public async Task A_hundred_concurrent_answers_sign_in_once()
    {
        var party = NewParty("stellar");
        var challenge = await IssueAsync(party, null);
        var signature = await party.SignMessageAsync(challenge.Message);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => RedeemAsync(challenge, signature, null)));

        Assert.Single(answers, a => a.Value is not null);
        Assert.All(
            answers.Where(a => a.Value is null), a => Assert.Equal(ErrorCodes.ChallengeUsed, a.Refusal!.Code));
    }

    [Fact]
    public async Task A_challenge_of_another_session_is_refused_and_stays_good()
    {
        var user = await SignInAsync(NewParty("solana"));
        var party = NewParty("stellar");
        var challenge = await IssueAsync(party, user.Id);
        var signature = await party.SignMessageAsync(challenge.Message);

        var asSignIn = await RedeemAsync(challenge, signature, null);
        var asOther = await RedeemAsync(challenge, signature, UserId.Derive(party.Account));
        var right = await RedeemAsync(challenge, signature, user.Id);

        Assert.Equal(ErrorCodes.ChallengeOfOtherUser, asSignIn.Refusal!.Code);
        Assert.Equal(ErrorCodes.ChallengeOfOtherUser, asOther.Refusal!.Code);
        Assert.Equal(2, right.Value!.Addresses.Count);
    }

    [Theory]
    [InlineData("solana")]
    [InlineData("stellar")]
    public async Task A_wrong_answer_leaves_the_challenge_as_it_was(string chain)
    {
        var party = NewParty(chain);
        var challenge = await IssueAsync(party, null);
        var other = await IssueAsync(party, null);

        Assert.Equal(ErrorCodes.SignatureMalformed, await CodeOfAsync("nonsense"));
        Assert.Equal(
            ErrorCodes.SignatureWrong, await CodeOfAsync(await NewParty(chain).SignMessageAsync(challenge.Message)));
        Assert.Equal(ErrorCodes.SignatureWrong, await CodeOfAsync(await party.SignMessageAsync(other.Message)));
        Assert.Null(await OwnerAsync(party));

        var right = await RedeemAsync(challenge, await party.SignMessageAsync(challenge.Message), null);
        Assert.NotNull(right.Value);

        async Task<string?> CodeOfAsync(string signature) =>
            (await RedeemAsync(challenge, signature, null)).Refusal?.Code;
    }

    [Fact]
    public async Task The_message_names_the_platform_the_address_and_a_fresh_nonce()
    {
        var party = NewParty("solana");
        var first = await IssueAsync(party, null);
        var second = await IssueAsync(party, null);

        Assert.Contains("pay.example.com", first.Message, StringComparison.Ordinal);
        Assert.Contains(party.Address, first.Message, StringComparison.Ordinal);
        Assert.NotEqual(first.Message, second.Message);
    }

    [Theory]
    [InlineData("near", "x", ErrorCodes.ChainUnknown, "chain")]
    [InlineData("solana", "nonsense", ErrorCodes.AddressMalformed, "address")]
    public async Task What_cannot_be_proven_gets_no_challenge(string chain, string address, string code, string field)
    {
        var issued = await Challenge("c").IssueAsync(new IssueChallenge { Chain = chain, Address = address });

        Assert.Equal(code, issued.Refusal!.Code);
        Assert.Equal(field, issued.Refusal.Field);
    }

    [Fact]
    public async Task A_session_ends_by_time_and_by_closing_and_knows_only_its_secret()
    {
        var user = UserId.Derive(NewParty("solana").Account);
        var hash = SHA256.HashData([1]);
        var command = new OpenSession { User = user, SecretHash = hash, Lifetime = TimeSpan.FromHours(1) };
        var session = _world.Grains.GetGrain<ISessionGrain>("s1");
        await session.OpenAsync(command);
        await _world.Grains.GetGrain<ISessionGrain>("s2").OpenAsync(command);

        Assert.Equal(user, await session.CheckAsync(hash));
        Assert.Null(await session.CheckAsync(SHA256.HashData([2])));
        Assert.Null(await session.CheckAsync([]));
        await Assert.ThrowsAsync<BrokenPromiseException>(() => session.OpenAsync(command));
        await session.CloseAsync();
        await session.CloseAsync();
        Assert.Null(await session.CheckAsync(hash));
        await Assert.ThrowsAsync<BrokenPromiseException>(() => session.OpenAsync(command));

        Assert.Equal(user, await _world.Grains.GetGrain<ISessionGrain>("s2").CheckAsync(hash));
        _world.Time.Jump(TimeSpan.FromHours(1));
        Assert.Null(await _world.Grains.GetGrain<ISessionGrain>("s2").CheckAsync(hash));
    }

    private Party NewParty(string chain) => new(chain == "solana" ? _world.Solana.Inner : _world.Stellar.Inner);

    private IChallengeGrain Challenge(string id) => _world.Grains.GetGrain<IChallengeGrain>(id);

    private async Task<ChallengeView> IssueAsync(Party party, UserId? linkTo)
    {
        var id = $"challenge-{Interlocked.Increment(ref _challenges)}";
        var issued = await Challenge(id).IssueAsync(
            new IssueChallenge { Chain = party.Chain.Name, Address = party.Address, LinkTo = linkTo });
        Assert.Null(issued.Refusal);
        return issued.Value!;
    }

    private Task<Outcome<UserView>> RedeemAsync(ChallengeView challenge, string signature, UserId? linkTo) =>
        Challenge(challenge.Id).RedeemAsync(new RedeemChallenge { Signature = signature, LinkTo = linkTo });

    private async Task<Outcome<UserView>> AnswerAsync(Party party, UserId? linkTo)
    {
        var challenge = await IssueAsync(party, linkTo);
        return await RedeemAsync(challenge, await party.SignMessageAsync(challenge.Message), linkTo);
    }

    private async Task<UserView> SignInAsync(Party party) => (await AnswerAsync(party, null)).Value!;

    private Task<UserId?> OwnerAsync(Party party) =>
        _world.Grains.GetGrain<IAddressGrain>(party.Account.Value).GetOwnerAsync();
}
