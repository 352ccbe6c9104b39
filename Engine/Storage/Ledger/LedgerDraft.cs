using System.Text.Json.Serialization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A grain state whose changes move money. Storing it appends what <see cref="Ledger"/> holds to the journal, in one
/// transaction. Such a state is never cleared: the storage refuses that, because its stream would begin anew.
/// </summary>
public interface IBookedState
{
    /// <summary>
    /// Gets the end of the state's stream, which is part of its JSON, and what is to be appended. The property has an
    /// <c>init</c> accessor and a new draft as its value, so that it can be read back.
    /// </summary>
    LedgerDraft Ledger { get; }
}

/// <summary>
/// The end of a state's stream of entries, and what waits to be appended to it. A grain adds to it where it changes the
/// state, with no await in between; the storage takes from it what it has stored. Used within one activation's turns
/// only.
/// </summary>
[JsonConverter(typeof(LedgerDraftConverter))]
public sealed class LedgerDraft
{
    private readonly List<LedgerBooking> _bookings = [];
    private readonly List<LedgerEntry> _sealed = [];

    /// <summary>Makes the draft of a stream that has no entry yet.</summary>
    public LedgerDraft()
    {
    }

    internal LedgerDraft(long sequence, string hash)
    {
        Sequence = sequence;
        Hash = hash;
    }

    /// <summary>Gets the number of the stream's last entry; 0: it has none.</summary>
    public long Sequence { get; private set; }

    /// <summary>Gets the hash of the stream's last entry.</summary>
    public string Hash { get; private set; } = LedgerConstants.NoHash;

    /// <summary>Gets how many bookings wait to be stored.</summary>
    public int Count => _bookings.Count + _sealed.Count;

    /// <summary>Adds a booking behind those that wait.</summary>
    /// <param name="booking">What moves.</param>
    /// <exception cref="InvalidOperationException">More than <see cref="LedgerConstants.PendingMax"/> wait: a grain
    /// books and never stores.</exception>
    public void Book(LedgerBooking booking)
    {
        ArgumentNullException.ThrowIfNull(booking);
        if (Count >= LedgerConstants.PendingMax)
        {
            throw new InvalidOperationException(
                $"{Count} bookings wait to be stored; the limit is {LedgerConstants.PendingMax}. "
                + "Store the state after what happened.");
        }

        StorageText.RequireLength(booking.Reference);
        _bookings.Add(booking);
    }

    /// <summary>
    /// Puts what waits at the end of the stream, and gives all that is not stored. Asked again after a write that
    /// failed, it gives the same entries with the same hashes, and what was added since.
    /// </summary>
    internal LedgerEntry[] Take(LedgerStream stream)
    {
        foreach (var booking in _bookings)
        {
            var entry = LedgerEntry.Seal(stream, Sequence + 1, Hash, booking);
            _sealed.Add(entry);
            Sequence = entry.Sequence;
            Hash = entry.Hash;
        }

        _bookings.Clear();
        return [.. _sealed];
    }

    /// <summary>Forgets the first entries: they are stored.</summary>
    internal void Stored(int count) => _sealed.RemoveRange(0, count);
}
