using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>Bounds how many reads run at once, and how many may wait for their turn.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore without a wait handle holds nothing, and those who still wait on it must find the "
        + "gate closed, not the semaphore disposed.")]
internal sealed class ReadGate(StorageOptions options)
{
    private readonly SemaphoreSlim _places = new(options.ReadersMax, options.ReadersMax);
    private int _waiting;
    private volatile bool _closed;

    /// <summary>Waits for a place. Whoever has got one gives it back with <see cref="Leave"/>.</summary>
    /// <exception cref="StorageOverloadedException">Too many wait already.</exception>
    /// <exception cref="StorageUnavailableException">The gate is closed.</exception>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (!_places.Wait(0, CancellationToken.None))
        {
            await WaitAsync(cancellationToken);
        }

        if (_closed)
        {
            _places.Release();
            throw new StorageUnavailableException("The storage is closed. Nothing was read.");
        }
    }

    public void Leave() => _places.Release();

    /// <summary>Lets nobody in any more and waits for those who are.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        for (var place = 0; place < options.ReadersMax; place++)
        {
            await _places.WaitAsync();
        }

        // Whoever still waits gets a place and finds the gate closed.
        _places.Release(options.ReadersMax);
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = Interlocked.Increment(ref _waiting);
        try
        {
            if (waiting > options.ReadWaitersMax)
            {
                throw new StorageOverloadedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{waiting - 1} reads wait already; the limit is {options.ReadWaitersMax}. ")
                    + "Send less, or raise Storage:ReadWaitersMax or Storage:ReadersMax.");
            }

            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
