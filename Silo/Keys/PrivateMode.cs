namespace OrleansTrading.Silo.Keys;

/// <summary>Files with secrets must be their owner's alone.</summary>
internal static class PrivateMode
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="InvalidOperationException">Others can use the file; the message has the remedy.</exception>
    internal static void Require(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Owners) != UnixFileMode.None)
        {
            throw new InvalidOperationException($"{path} can be used by others than its owner. Run: chmod 600 {path}");
        }
    }
}
