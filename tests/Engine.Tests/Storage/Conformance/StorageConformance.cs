namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>What every database of ours must do: a provider's tests inherit the suites built on this.</summary>
public abstract class StorageConformance : IAsyncLifetime
{
    private IStorageRoom? _room;

    /// <summary>The provider under test, with an empty database.</summary>
    internal IStorageRoom Room => _room ?? throw new InvalidOperationException("The test has not begun.");

    public async Task InitializeAsync() => _room = await OpenRoomAsync();

    public async Task DisposeAsync()
    {
        if (_room is not null)
        {
            await _room.DisposeAsync();
        }
    }

    private protected abstract Task<IStorageRoom> OpenRoomAsync();
}
