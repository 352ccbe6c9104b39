using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// What an entry's hash is of. The vectors of docs/ledger.md were computed by another program, from the document.
/// </summary>
public sealed class LedgerEncodingTests
{
    private const string Xlm = "stellar:testnet/slip44:148";
    private const string Treasury = "treasury:stellar:testnet:G1";
    private const string Wallet = "wallet:w1:available";
    private const string FirstHash = "78cb02e6dffdb46f98e75dcc1c8227f9ad65dcd2323397407801cb4bec58b5e2";
    private const string SecondHash = "e26c94caf35297359696c5638a54183135365b8677005aa4a4b41b001b6b1ee2";
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(3);
    private static readonly LedgerStream Stream = new("wallet", "w1", "wallet");
    private static readonly UInt128 CallersId = new(0x0123456789abcdef, 0xfedcba9876543210);

    [Fact]
    public void Hashes_of_a_stream_are_those_that_another_program_computes()
    {
        var draft = new LedgerDraft();
        draft.Book(First());
        draft.Book(Second());
        var entries = draft.Take(Stream);

        Assert.Equal([FirstHash, SecondHash], entries.Select(e => e.Hash));
        Assert.Equal([LedgerConstants.NoHash, FirstHash], entries.Select(e => e.PreviousHash));
        Assert.Equal(309, LedgerEncoding.Encode(entries[0]).Length);
        Assert.Equal(new UInt128(0xfe362ad1a7e02ad3, 0x94daf61145f7e374), entries[1].Id);
        Assert.Equal((2, SecondHash), (draft.Sequence, draft.Hash));
    }

    [Fact]
    public void Whatever_changes_in_an_entry_changes_its_hash()
    {
        var draft = new LedgerDraft();
        draft.Book(First());
        var entry = draft.Take(Stream)[0];
        var booking = entry.Booking;
        LedgerEntry[] others =
        [
            entry with { Stream = Stream with { GrainKey = "w2" } },
            entry with { Stream = Stream with { GrainType = "walle", GrainKey = "tw1" } },
            entry with { Stream = Stream with { StateName = "other" } },
            entry with { Sequence = 2 },
            entry with { Id = 1 },
            entry with { PreviousHash = SecondHash },
            entry with { Booking = booking with { Reference = "" } },
            entry with { Booking = booking with { Reverses = 0 } },
            entry with { Booking = new("WITHDRAWAL", "alice", "w1", Noon, booking.Postings) },
            entry with { Booking = new("DEPOSIT", "bob", "w1", Noon, booking.Postings) },
            entry with { Booking = new("DEPOSIT", "alice", "w2", Noon, booking.Postings) },
            entry with { Booking = new("DEPOSIT", "alice", "w1", Noon.AddTicks(1), booking.Postings) },
            entry with { Booking = new("DEPOSIT", "alice", "w1", Noon, [.. booking.Postings.Reverse()]) },
            entry with { Booking = Moving(26) },
        ];

        Assert.All(others, other => Assert.NotEqual(entry.Hash, LedgerEncoding.Hash(other)));
        Assert.Equal(others.Length, others.Select(LedgerEncoding.Hash).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_end_of_a_stream_survives_as_json_and_bookings_do_not()
    {
        var state = new BookedState();
        Assert.Equal("{\"note\":\"\",\"ledger\":{\"sequence\":0}}", Json(state));
        state.Ledger.Book(First());
        state.Ledger.Take(Stream);
        state.Ledger.Book(Second());

        var read = JsonSerializer.Deserialize<BookedState>(Json(state), JsonSerializerOptions.Web)!;

        Assert.Equal((1, FirstHash, 0), (read.Ledger.Sequence, read.Ledger.Hash, read.Ledger.Count));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"ledger\":null}")]
    [InlineData("{\"ledger\":{}}")]
    public void A_state_of_the_time_before_the_ledger_begins_its_stream(string json) =>
        Assert.Equal(0, JsonSerializer.Deserialize<BookedState>(json, JsonSerializerOptions.Web)!.Ledger.Sequence);

    [Theory]
    [InlineData("{\"ledger\":{\"sequence\":1}}")]
    [InlineData("{\"ledger\":{\"sequence\":1,\"hash\":\"abc\"}}")]
    public void A_stream_that_has_an_end_without_a_hash_is_not_read(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BookedState>(json, JsonSerializerOptions.Web));

    [Fact]
    public void Bookings_that_do_not_balance_or_say_nothing_are_refused()
    {
        IReadOnlyList<LedgerPosting>[] bad =
        [
            [],
            [new("a", Xlm, 1)],
            [new("a", Xlm, 1), new("b", Xlm, -2)],
            [new("a", Xlm, 1), new("b", "other", -1)],
            [new("a", Xlm, 0), new("b", Xlm, 0)],
            [new("", Xlm, 1), new("b", Xlm, -1)],
            [new("a", "", 1), new("b", "", -1)],
            [new("a", Xlm, Int128.MinValue), new("b", Xlm, Int128.MaxValue), new("b", Xlm, 1)],
            [.. Enumerable.Range(0, 65).Select(i => new LedgerPosting("a", Xlm, i == 0 ? 64 : -1))],
        ];

        Assert.All(bad, postings => Assert.Throws<ArgumentException>(
            () => new LedgerBooking("DEPOSIT", "alice", "w1", Noon, postings)));
        Assert.Throws<ArgumentException>(() => new LedgerBooking("", "alice", "w1", Noon, First().Postings));
    }

    [Fact]
    public void Amounts_of_more_than_127_bits_are_booked_in_several_postings()
    {
        var postings = new LedgerPostings().Move("a", "b", Xlm, UInt128.MaxValue).Debit("a", Xlm, 0).ToList();

        var booking = new LedgerBooking("DEPOSIT", "alice", "w1", Noon, postings);

        Assert.Equal([Int128.MaxValue, Int128.MaxValue, 1], booking.Postings.Take(3).Select(p => p.Units));
        Assert.Equal([-Int128.MaxValue, -Int128.MaxValue, -1], booking.Postings.Skip(3).Select(p => p.Units));
    }

    [Fact]
    public void A_draft_that_is_never_stored_has_a_limit()
    {
        var draft = new LedgerDraft();
        for (var i = 0; i < LedgerConstants.PendingMax; i++)
        {
            draft.Book(First());
        }

        Assert.Throws<InvalidOperationException>(() => draft.Book(First()));
        var tooLong = First() with { Reference = new string('x', 257) };
        Assert.Throws<ArgumentException>(() => new LedgerDraft().Book(tooLong));
    }

    private static string Json(BookedState state) => JsonSerializer.Serialize(state, JsonSerializerOptions.Web);

    private static LedgerBooking First() => Moving(25);

    private static LedgerBooking Moving(UInt128 units) =>
        new("DEPOSIT", "alice", "w1", Noon, new LedgerPostings().Move(Treasury, Wallet, Xlm, units))
        {
            Id = CallersId,
            Reference = "tx-é",
        };

    private static LedgerBooking Second() => new(
        "REVERSAL",
        "alice",
        "w1",
        Noon.AddTicks(1),
        new LedgerPostings().Move(Wallet, Treasury, Xlm, (UInt128)Int128.MaxValue))
    {
        Reverses = CallersId,
    };
}
