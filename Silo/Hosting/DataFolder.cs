using Microsoft.Extensions.Logging;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Silo.Hosting;

/// <summary>
/// The folder that <c>--data</c> names: made for this user alone, and tried before anything is started in it.
/// </summary>
internal static class DataFolder
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder where there is none and checks that files can be made in it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says why and what to do.</exception>
    internal static void Prepare(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                throw new InvalidOperationException(
                    $"--data is {folder}, but {path} is a file. Name a folder, or a place where one can be made.");
            }
        }

        Try(folder, "cannot be made", () => PrivateFiles.CreateDirectory(folder));
        Try(folder, "cannot be written to", () => WriteProbe(folder));
    }

    /// <summary>
    /// Tells which of these files and folders other users of the machine can use. What was made here is not among them;
    /// what was there before keeps the mode that somebody may have given it on purpose.
    /// </summary>
    internal static void WarnAboutOthers(ILogger logger, params IEnumerable<string> paths)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var path in paths.Where(p => Path.Exists(p) && IsOpen(p)))
        {
            logger.OpenToOthers(path, Directory.Exists(path) ? "700" : "600");
        }

        // Nobody comes to what lies in a folder that others cannot enter.
        static bool IsOpen(string path) =>
            !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None
            && (Path.GetDirectoryName(path) is not { } parent
                || (File.GetUnixFileMode(parent) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute))
                    != UnixFileMode.None);
    }

    private static void WriteProbe(string folder)
    {
        var name = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        using var probe = new FileStream(
            name, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
    }

    private static void Try(string folder, string problem, Action use)
    {
        try
        {
            use();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"--data is {folder}, which {problem} ({failure.Message})."
                + " Give this user the right to write there, or name another folder.",
                failure);
        }
    }
}
