using System.Buffers;
using System.Text;
using OrleansTrading.Client.Api.Hooks;

namespace OrleansTrading.Client.Api.Tests.Hooks;

/// <summary>The vector is the one that Standard Webhooks publishes.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void The_published_vector_is_authentic() => Assert.Null(Refuse());

    [Fact]
    public void A_body_in_pieces_has_the_same_signature()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        var first = new Piece(bytes.AsMemory(0, 5), 0);
        var last = first.Then(bytes.AsMemory(5));

        var mac = WebhookSignature.Compute(
            Key(), Id, Timestamp, new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));

        Assert.Equal(Signature, $"v1,{Convert.ToBase64String(mac)}");
    }

    [Theory]
    [InlineData($"{Other} {Signature}")]
    [InlineData($"v1a,AAAA {Signature}")]
    [InlineData($"{Signature} {Other}")]
    [InlineData($"  {Signature}  ")]
    public void One_right_signature_among_others_is_enough(string header) => Assert.Null(Refuse(signature: header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Other)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1A==")]
    [InlineData("v1,")]
    [InlineData($"{Other} {Other} {Other} {Other} {Other} {Other} {Other} {Other} {Signature}")]
    public void Without_a_right_signature_it_is_refused(string? header) =>
        Assert.Contains(WebhookSignature.SignatureHeader, Refuse(signature: header), StringComparison.Ordinal);

    [Fact]
    public void A_change_of_anything_that_is_signed_is_refused()
    {
        Assert.NotNull(Refuse(body: Body + " "));
        Assert.NotNull(Refuse(id: Id + "x"));
        Assert.NotNull(Refuse(timestamp: "1614265331"));
        Assert.NotNull(Refuse(secret: "whsec_NfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void It_is_good_for_five_minutes_either_way(int secondsOff, bool good) =>
        Assert.Equal(good, Refuse(now: SignedAt.AddSeconds(secondsOff)) is null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1614265330.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void A_time_that_is_none_or_far_away_is_refused(string? timestamp) =>
        Assert.NotNull(Refuse(timestamp: timestamp));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("é")]
    public void An_id_that_is_none_is_refused(string? id) =>
        Assert.Contains(WebhookSignature.IdHeader, Refuse(id: id), StringComparison.Ordinal);

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) =>
        Assert.Equal(good, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64!")]
    public void Another_text_is_no_secret(string? text) => Assert.False(WebhookSecret.TryParse(text, out _));

    private static string? Refuse(
        string? secret = Secret,
        string? id = Id,
        string? timestamp = Timestamp,
        string? signature = Signature,
        string body = Body,
        DateTimeOffset? now = null) => WebhookSignature.Refuse(
            Key(secret),
            new WebhookHeaders(id, timestamp, signature),
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)),
            now ?? SignedAt,
            TimeSpan.FromMinutes(5));

    private static byte[] Key(string? secret = Secret)
    {
        Assert.True(WebhookSecret.TryParse(secret, out var key));
        return key;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        internal Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
