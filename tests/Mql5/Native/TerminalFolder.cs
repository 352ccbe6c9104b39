namespace OrleansTrading.Mql5.Tests.Native;

/// <summary>A terminal's folder: the sandbox of its programs, and the broker's file, which outlives them.</summary>
internal sealed class TerminalFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mql5-").FullName;

    /// <summary>Gets what the broker has done so far.</summary>
    public BrokerBook Book => BrokerBook.Read(System.IO.Path.Combine(Path, "broker.log"));

    /// <summary>Gets the programs' journals, each with the slot that is written now first.</summary>
    public IReadOnlyList<FileInfo> Journals =>
    [
        .. new DirectoryInfo(System.IO.Path.Combine(Path, "Files", "OrleansTrading")).GetFiles()
            .OrderByDescending(file => file.LastWriteTimeUtc),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
