using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Silo.Keys.Keystore;

/// <summary>
/// A keystore's file: its owner's alone, replaced whole or not at all, changed by one process at a time.
/// </summary>
internal static class KeystoreFile
{
    private const int BytesMax = 1024 * 1024;

    /// <summary>Reads what the file says openly.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is missing, others can use it, or it is no keystore; the message says so and what to do.
    /// </exception>
    internal static KeystoreDocument Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException(
                $"There is no keystore {path}. Make one with the command keys create or keys import.");
        }

        PrivateMode.Require(path);
        if (new FileInfo(path).Length > BytesMax)
        {
            throw Broken(path, $"it is longer than {BytesMax} bytes");
        }

        KeystoreDocument document;
        try
        {
            document = JsonSerializer.Deserialize(File.ReadAllBytes(path), KeystoreJson.Default.KeystoreDocument)
                ?? throw Broken(path, "it is empty");
        }
        catch (JsonException exception)
        {
            throw Broken(path, $"line {exception.LineNumber + 1} cannot be read");
        }

        return KeystoreCipher.Check(document) is { } problem ? throw Broken(path, problem) : document;
    }

    /// <summary>Reads, changes and writes, while no other process does; the file is replaced in one step.</summary>
    internal static void Change(string path, Func<KeystoreDocument?, KeystoreDocument> change)
    {
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream gate;
        try
        {
            gate = PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException(
                $"Another process changes {path} ({exception.Message}). Try again when it has ended.", exception);
        }

        using (gate)
        {
            var document = change(File.Exists(path) ? Read(path) : null);
            var draft = path + ".new";
            using (var file = PrivateFiles.Open(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, document, KeystoreJson.Default.KeystoreDocument);
                file.Flush(flushToDisk: true);
            }

            // A draft of a process that died may have been made by others' rules.
            PrivateMode.Require(draft);
            File.Move(draft, path, overwrite: true);
        }
    }

    private static InvalidOperationException Broken(string path, string problem) =>
        new($"{path} is no keystore of this program: {problem}. Restore it from a backup.");
}
