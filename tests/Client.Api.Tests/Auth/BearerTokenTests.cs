using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Auth;

public sealed class BearerTokenTests
{
    private static readonly string Id = new('a', 26);
    private static readonly string Secret = new('b', 52);

    [Fact]
    public void A_new_token_is_read_back_with_the_hash_of_its_secret_half()
    {
        var (text, made) = BearerToken.NewSession(new TestEntropy());
        var (another, _) = BearerToken.NewSession(new TestEntropy());

        var read = BearerToken.Parse($"Bearer {text}");

        Assert.NotEqual(text, another);
        Assert.Equal(BearerTokenKind.Session, read!.Kind);
        Assert.Equal(made.Id, read.Id);
        Assert.Equal(made.Hash, read.Hash);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(text.Split('_')[2])), read.Hash);
    }

    [Fact]
    public void The_scheme_is_read_in_any_case()
    {
        Assert.NotNull(BearerToken.Parse($"bearer ots_{Id}_{Secret}"));
        Assert.NotNull(BearerToken.Parse($"BEARER ots_{Id}_{Secret}"));
    }

    [Fact]
    public void An_operators_key_is_hashed_as_a_whole()
    {
        var key = $"otk_ops-1_{new string('Z', 40)}";

        var read = BearerToken.Parse($"Bearer {key}");

        Assert.Equal(BearerTokenKind.Operator, read!.Kind);
        Assert.Equal("ops-1", read.Id);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(key)), read.Hash);
    }

    public static TheoryData<string?> Malformed =>
    [
        null,
        "",
        "Bearer",
        "Bearer ",
        $"Basic ots_{Id}_{Secret}",
        $"ots_{Id}_{Secret}",
        $"Bearer  ots_{Id}_{Secret}",
        $"Bearer ots_{Id}_{Secret} ",
        $"Bearer ots_{Id}{Secret}_",
        $"Bearer ots_{Id}_{Secret[1..]}",
        $"Bearer ots_{Id}_{Secret}b",
        $"Bearer ots_{Id[1..]}_{Secret}b",
        $"Bearer ots_{Id.ToUpperInvariant()}_{Secret}",
        $"Bearer ots_{Id}_{Secret[1..]}1",
        $"Bearer ots_{Id[1..]}é_{Secret}",
        $"Bearer otx_{Id}_{Secret}",
        $"Bearer otk_ops_{new string('z', 31)}",
        $"Bearer otk_Ops_{new string('z', 40)}",
        $"Bearer otk__{new string('z', 40)}",
        $"Bearer otk_{new string('o', 33)}_{new string('z', 40)}",
        $"Bearer otk_ops_{new string('z', 39)} ",
        $"Bearer otk_ops_{new string('z', 400)}",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Anything_else_is_no_token(string? header) => Assert.Null(BearerToken.Parse(header));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "my")]
    [InlineData("fo", "mzxq")]
    [InlineData("foo", "mzxw6")]
    [InlineData("foob", "mzxw6yq")]
    [InlineData("fooba", "mzxw6ytb")]
    [InlineData("foobar", "mzxw6ytboi")]
    public void Base32_is_that_of_RFC_4648(string text, string expected)
    {
        var encoded = new char[Base32Text.LengthOf(text.Length)];

        Base32Text.Encode(Encoding.ASCII.GetBytes(text), encoded);

        Assert.Equal(expected, new string(encoded));
    }

    [Fact]
    public void A_challenges_id_is_recognised_and_nothing_else_is()
    {
        var id = RandomIds.NewChallengeId(new TestEntropy());

        Assert.Equal(28, id.Length);
        Assert.True(RandomIds.IsChallengeId(id));
        Assert.False(RandomIds.IsChallengeId(id + "a"));
        Assert.False(RandomIds.IsChallengeId("q" + id[1..]));
        Assert.False(RandomIds.IsChallengeId(id.ToUpperInvariant()));
        Assert.False(RandomIds.IsChallengeId(string.Empty));
    }
}
