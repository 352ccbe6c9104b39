namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A file beside the database that only one process can hold. The operating system lets go of it when the process
/// ends, however it ends, so there is nothing to clean up after a crash.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="StorageUnavailableException">Another process holds it.</exception>
    public static StoreLock Acquire(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new StoreLock(
                PrivateFiles.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"{path} cannot be locked ({failure.Message}). Most likely another server uses this database: stop it, "
                + "or give this one its own Storage:Path. Otherwise check that this process may write there.",
                failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
