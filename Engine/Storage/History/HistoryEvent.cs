using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Something that happened, as the append-only history keeps it. It is stored in the transaction of the state that it
/// changed: what is in the history did happen, and nothing that happened is missing from it.
/// </summary>
/// <param name="Kind">What happened, for example <c>quote.committed</c>. At most 256 characters.</param>
/// <param name="Owner">Whose history it belongs to, for example a user's id. At most 256 characters.</param>
/// <param name="Subject">What it happened to, for example a quote's id. At most 256 characters.</param>
/// <param name="At">When.</param>
/// <param name="Details">More about it, as a JSON text; never a secret. At most
/// <see cref="StorageConstants.HistoryDetailsLengthMax"/> characters.</param>
public sealed record HistoryEvent(string Kind, string Owner, string Subject, DateTimeOffset At, string Details)
{
    /// <summary>Rough: only the limits of queue and batch use it.</summary>
    internal int Bytes => Kind.Length + Owner.Length + Subject.Length + Details.Length + 64;

    /// <summary>Refuses an event that no history can have.</summary>
    /// <exception cref="ArgumentException">A text is empty or too long.</exception>
    internal void Require()
    {
        StorageText.Require(Kind);
        StorageText.Require(Owner);
        StorageText.Require(Subject);
        ArgumentException.ThrowIfNullOrEmpty(Details);
        if (Details.Length > StorageConstants.HistoryDetailsLengthMax)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The details of {Kind} have {Details.Length} characters; the limit is ")
                + $"{StorageConstants.HistoryDetailsLengthMax}.");
        }
    }
}

/// <summary>An event as the history has it.</summary>
/// <param name="Position">Its place: later events have higher ones. The cursor of pages.</param>
/// <param name="Source">The grain that recorded it, as <c>type/key</c>.</param>
/// <param name="Event">What happened.</param>
public sealed record HistoryRow(long Position, string Source, HistoryEvent Event);
