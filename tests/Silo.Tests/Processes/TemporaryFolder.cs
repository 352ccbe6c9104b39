namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("orleanstrading-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
