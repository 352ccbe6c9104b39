using System.Text;
using System.Text.Json;

namespace OrleansTrading.Devnet.Shared;

/// <summary>One input that a local network accepted.</summary>
/// <param name="Kind">What it is; the network's own word.</param>
/// <param name="AtUnixMilliseconds">When it was accepted.</param>
/// <param name="Height">The slot or ledger it belongs to.</param>
/// <param name="Data">The input itself.</param>
internal sealed record JournalEntry(string Kind, long AtUnixMilliseconds, ulong Height, string Data);

/// <summary>
/// What a local network accepted, in order: one JSON line each, handed to the operating system before the caller is
/// answered, so it survives the death of the process (not of the machine: there is no fsync). The network's state is
/// never stored; it is replayed from here.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const byte LineFeed = (byte)'\n';

    private readonly FileStream? _file;
    private readonly FileStream? _lock;

    private Journal(FileStream? file, FileStream? lockFile, IReadOnlyList<JournalEntry> entries)
    {
        _file = file;
        _lock = lockFile;
        Entries = entries;
    }

    /// <summary>What had been accepted when the journal was opened.</summary>
    internal IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>A journal that forgets; for tests and simulation.</summary>
    internal static Journal InMemory() => new(null, null, []);

    /// <summary>Opens or creates <c>folder/network.jsonl</c>; in memory when the folder is null.</summary>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">A line before the last cannot be read.</exception>
    internal static Journal Open(string? folder, string network)
    {
        if (folder is null)
        {
            return InMemory();
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, network + ".jsonl");

        // A second network on the same journal would interleave two histories. The lock is a file of its own, so that
        // the journal can be read while it is written; the operating system releases it when the process dies.
        var lockFile = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
            return new Journal(file, lockFile, ReadAll(file, path));
        }
        catch
        {
            file?.Dispose();
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Opens a network's journal and makes the network from it, which then owns the journal.</summary>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">It cannot be read, or does not fit the network's options.</exception>
    internal static T OpenNetwork<T>(string? folder, string network, Func<Journal, T> create)
        where T : IDevnetNetwork
    {
        var journal = Open(folder, network);
        try
        {
            return create(journal);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Appends an input. Returns when the operating system has it.</summary>
    internal void Append(JournalEntry entry)
    {
        if (_file is null)
        {
            return;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(entry);
        var line = new byte[json.Length + 1];
        json.CopyTo(line, 0);
        line[^1] = LineFeed;

        // One write, so that a kill leaves at most one torn line, which the next start cuts off.
        _file.Write(line);
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
    }

    private static List<JournalEntry> ReadAll(FileStream file, string path)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var entries = new List<JournalEntry>();
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf(LineFeed);
            if (length < 0)
            {
                break;
            }

            entries.Add(Parse(bytes.AsSpan(start, length), path, entries.Count + 1));
            start += length + 1;
        }

        // What follows the last line feed was never acknowledged: its writer died before it could answer.
        file.SetLength(start);
        file.Position = start;
        return entries;
    }

    private static JournalEntry Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line) ?? throw new JsonException("the line is null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"Line {number} of {Path.GetFileName(path)} is not a journal entry: {Encoding.UTF8.GetString(line)}. "
                + "Remove the journal to start a new network.",
                exception);
        }
    }
}
