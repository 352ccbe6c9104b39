using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The writes that wait for the writer, bounded in number and bytes. Whoever comes when it is full is turned away at
/// once; nobody waits for a place.
/// </summary>
internal sealed class WriteQueue(int itemsMax, long bytesMax)
{
    private readonly object _gate = new();
    private readonly Queue<WriteCommand> _waiting = new();
    private long _bytes;
    private bool _writerWaits;
    private bool _closed;

    /// <summary>Gets the number of waiting writes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Adds a write at the end.</summary>
    /// <exception cref="StorageOverloadedException">The queue is full.</exception>
    /// <exception cref="StorageUnavailableException">The store is closed or closing.</exception>
    public void Add(WriteCommand command)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new StorageUnavailableException(
                    "The storage is closed or closing. Nothing was written; the write belongs to the next start.");
            }

            // A single write larger than the whole limit is let in when nothing else waits: its own limit stopped it
            // before if it was unreasonable.
            if (_waiting.Count >= itemsMax || (_bytes + command.Bytes > bytesMax && _waiting.Count > 0))
            {
                throw new StorageOverloadedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_waiting.Count} writes with {_bytes} bytes wait; the limits are {itemsMax} and {bytesMax}. ")
                    + "Nothing was written. Send less, or raise Storage:QueueItemsMax or Storage:QueueBytesMax.");
            }

            _waiting.Enqueue(command);
            _bytes += command.Bytes;
            if (_writerWaits)
            {
                _writerWaits = false;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Moves what waits into the batch, up to its limits; waits while there is nothing.</summary>
    /// <param name="batch">Filled; empty when the patience ran out first.</param>
    /// <param name="batchItemsMax">Writes at most.</param>
    /// <param name="batchBytesMax">Bytes at most; the first write is taken whatever its size.</param>
    /// <param name="patience">How long to wait for the first write; infinite is allowed.</param>
    /// <returns>False once the queue is closed and empty.</returns>
    public bool Take(List<WriteCommand> batch, int batchItemsMax, long batchBytesMax, TimeSpan patience)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_closed)
            {
                _writerWaits = true;
                _ = Monitor.Wait(_gate, patience);
                _writerWaits = false;
            }

            long batchBytes = 0;
            while (batch.Count < batchItemsMax && _waiting.TryPeek(out var next)
                && (batch.Count == 0 || batchBytes + next.Bytes <= batchBytesMax))
            {
                batch.Add(_waiting.Dequeue());
                batchBytes += next.Bytes;
            }

            _bytes -= batchBytes;
            return batch.Count > 0 || !_closed;
        }
    }

    /// <summary>Lets nothing more in. What waits is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
