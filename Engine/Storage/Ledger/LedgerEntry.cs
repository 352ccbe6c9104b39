namespace OrleansTrading.Engine.Storage;

/// <summary>A journal entry in its place: what was booked, where in its stream, and the hashes that hold it there.
/// </summary>
/// <param name="Stream">The stream.</param>
/// <param name="Sequence">Its number in the stream, from 1, without gaps.</param>
/// <param name="Id">The caller's id of the operation, or one made of stream and sequence.</param>
/// <param name="Booking">What was booked.</param>
/// <param name="PreviousHash">The hash of the entry before it in the stream, as 64 hexadecimal digits;
/// <see cref="LedgerConstants.NoHash"/> for the first.</param>
/// <param name="Hash">SHA-256 of <see cref="LedgerEncoding">its canonical bytes</see>: 64 hexadecimal digits.</param>
public sealed record LedgerEntry(
    LedgerStream Stream,
    long Sequence,
    UInt128 Id,
    LedgerBooking Booking,
    string PreviousHash,
    string Hash)
{
    /// <summary>Rough: only the limits of queue and batch use it.</summary>
    internal int Bytes => 400 + (Booking.Postings.Count * 200);

    /// <summary>Puts a booking behind the last entry of a stream.</summary>
    internal static LedgerEntry Seal(LedgerStream stream, long sequence, string previousHash, LedgerBooking booking)
    {
        var id = booking.Id ?? LedgerEncoding.IdOf(stream, sequence);
        return new LedgerEntry(
            stream,
            sequence,
            id,
            booking,
            previousHash,
            LedgerEncoding.Hash(stream, sequence, id, booking, previousHash));
    }
}

/// <summary>An entry as the ledger has it.</summary>
/// <param name="Position">Its place among all entries: the cursor of pages. Of entries that were stored at the same
/// time by different writers a higher one may be seen before a lower one.</param>
/// <param name="Entry">The entry.</param>
public sealed record LedgerRow(long Position, LedgerEntry Entry);

/// <summary>What an account held.</summary>
/// <param name="Account">The account.</param>
/// <param name="Asset">The asset as CAIP-19.</param>
/// <param name="Units">Debits less credits in base units. Negative for what is owed or earned.</param>
public readonly record struct LedgerBalance(string Account, string Asset, System.Numerics.BigInteger Units);
