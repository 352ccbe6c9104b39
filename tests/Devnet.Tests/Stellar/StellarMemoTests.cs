using System.Text;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>Memos of every kind and M… addresses, sent and read back.</summary>
public sealed class StellarMemoTests : IDisposable
{
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;

    public StellarMemoTests() => (_treasury, _user) = (_bench.Open(1), _bench.Open(2));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("q_order 7", null)]
    [InlineData("id:0", null)]
    [InlineData("id:18446744073709551615", null)]
    [InlineData("hash:" + Hash, null)]
    [InlineData("return:" + Hash, null)]
    [InlineData("text:id:7", null)]
    [InlineData("text:plain", "plain")]
    [InlineData("identity", null)]
    public async Task A_memo_is_read_back_as_it_was_ordered(string memo, string? read)
    {
        Assert.Null(_bench.Chain.CheckMemo(memo));
        await _bench.PayAsync(_treasury, _user.Address, StellarBench.Xlm, 5, memo);
        Assert.Equal(read ?? memo, (await LastAsync(_user.Address)).Memo);
    }

    [Theory]
    [InlineData("id:")]
    [InlineData("id:-1")]
    [InlineData("id:007")]
    [InlineData("id:18446744073709551616")]
    [InlineData("hash:00")]
    [InlineData("return:" + Hash + "0")]
    [InlineData("hash:00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    [InlineData("text:")]
    [InlineData("a text of more than 28 bytes.")]
    public async Task What_is_no_memo_is_told_before_and_never_signed(string memo)
    {
        Assert.NotNull(_bench.Chain.CheckMemo(memo));
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.SignAsync(_treasury, _user.Address, StellarBench.Xlm, 5, memo));
    }

    [Fact]
    public async Task Who_pays_to_a_numbered_address_says_with_its_number_what_a_memo_says()
    {
        var numbered = new MuxedAccount(_user.Address, 4711).ToString();
        var check = _bench.Chain.CheckRecipientAddress(numbered);
        Assert.Equal((numbered, _user.Address), (check.Canonical, check.Account));
        Assert.False(_bench.Chain.CheckAddress(numbered).IsValid);

        await _bench.PayAsync(_treasury, numbered, StellarBench.Xlm, 5);
        var movement = await LastAsync(_user.Address);
        Assert.Equal(("id:4711", _user.Address), (movement.Memo, movement.To));
        Assert.Equal(
            numbered, (await LastAsync(_treasury.Address)).To);

        // A memo is the sender's word on the whole transaction, and has precedence.
        await _bench.PayAsync(_treasury, numbered, StellarBench.Xlm, 5, "q_quote");
        Assert.Equal("q_quote", (await LastAsync(_user.Address)).Memo);
    }

    [Fact]
    public void Payment_links_carry_memos_of_every_kind()
    {
        var amount = new ChainAmount(StellarBench.Xlm, 5);
        foreach (var (memo, expected) in new[]
            {
                ("q_quote", "memo=q_quote&memo_type=MEMO_TEXT"),
                ("id:7", "memo=7&memo_type=MEMO_ID"),
                (
                    "hash:" + Hash,
                    "memo=ABEiM0RVZneImaq7zN3u%2FwARIjNEVWZ3iJmqu8zd7v8%3D&memo_type=MEMO_HASH"),
            })
        {
            Assert.Contains(
                expected,
                _bench.Chain.ComposePaymentUri(_user.Address, amount, 7, memo, "label"),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_memo_has_one_text_and_every_text_one_memo()
    {
        string[] prefixes = [string.Empty, "text:", "id:", "hash:", "return:", "i", "text"];
        string[] rests = ["7", "x", Hash[..8], ":"];
        var texts = from first in prefixes from second in prefixes from rest in rests select first + second + rest;
        var hash = Convert.FromHexString(Hash);
        StellarMemo[] memos =
        [
            new StellarMemo.Number(0),
            new StellarMemo.Number(ulong.MaxValue),
            new StellarMemo.Hash(hash),
            new StellarMemo.Return(hash),
            .. texts.Where(text => text.Length <= StellarMemo.TextBytesMax)
                .Select(text => new StellarMemo.Text(Encoding.UTF8.GetBytes(text))),
        ];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var memo in memos.DistinctBy(one =>
            one is StellarMemo.Text text ? Convert.ToHexString(text.Bytes) : one.ToString()))
        {
            var text = MemoText.Format(memo)!;
            Assert.True(seen.Add(text), text);
            Assert.True(MemoText.TryParse(text, out var read, out var problem), $"'{text}': {problem}");
            Assert.Equivalent(memo, read, strict: true);
            Assert.InRange(text.Length, 1, MemoText.LengthMax);
        }
    }

    private async Task<Movement> LastAsync(string account) =>
        (await _bench.Chain.ReadHistoryAsync(account, null, 200)).Movements[^1];
}
