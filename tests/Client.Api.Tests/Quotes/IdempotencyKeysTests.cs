using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Quotes;

public sealed class IdempotencyKeysTests
{
    public static TheoryData<string> Good => ["a", "!", "~", "7e57c0de-0000-4000-8000-000000000000", new('k', 255)];

    public static TheoryData<string> Bad => ["", " ", "two words", "tab\t", "é", "\u007f", new('k', 256)];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_key_of_1_to_255_visible_characters_is_taken_as_it_is(string key) =>
        Assert.Equal(key, Read(key).Value);

    [Theory]
    [MemberData(nameof(Bad))]
    public void Another_key_is_refused(string key) =>
        Assert.Equal(ErrorCodes.IdempotencyKeyMalformed, Read(key).Refusal!.Code);

    [Fact]
    public void Two_keys_are_refused() =>
        Assert.Equal("Idempotency-Key", Read(new StringValues(["a", "b"])).Refusal!.Field);

    [Fact]
    public void Without_a_key_each_request_gets_one_that_nobody_can_guess()
    {
        var process = new IdempotencyKeys(new TestEntropy());
        var restarted = new IdempotencyKeys(new TestEntropy());
        var keys = Enumerable.Range(0, 1000).SelectMany(
            _ => new[] { process, restarted }, (_, made) => made.Read(new HeaderDictionary()).Value!).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.True(key.Length > 52));
        Assert.Equal(2, keys.Select(key => key[..52]).Distinct().Count());
    }

    private static Outcome<string> Read(StringValues values) => new IdempotencyKeys(new TestEntropy()).Read(
        new HeaderDictionary { [IdempotencyKeys.HeaderName] = values });
}
