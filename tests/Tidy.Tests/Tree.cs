namespace OrleansTrading.Tidy.Tests;

/// <summary>
/// The files under the solution's folder, whether tracked or new, without what builds and runs leave behind. Walked,
/// not asked from git: a source archive has no git, and a file should be tidy before it is added.
/// </summary>
internal static class Tree
{
    private const string Solution = "OrleansTrading.sln";
    private const int FileBytesMax = 4 * 1024 * 1024;

    private static readonly HashSet<string> s_skippedFolders = new(StringComparer.Ordinal)
    {
        ".git", ".idea", ".vs", "TestResults", "artifacts", "bin", "node_modules", "obj", "var", "wwwroot",
    };

    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<SourceFile>> s_files = new(() => [.. Walk(new DirectoryInfo(Root))]);

    /// <summary>All text files, in ordinal order of their paths.</summary>
    public static IReadOnlyList<SourceFile> Files => s_files.Value;

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    /// <summary>The scripts that run the JavaScript SDKs.</summary>
    public static IEnumerable<SourceFile> Scripts =>
        Files.Where(file => file.Path.EndsWith(".mjs", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Projects =>
        Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static SourceFile File(string path) =>
        Files.SingleOrDefault(file => file.Path == path)
        ?? throw new FileNotFoundException($"The tree has no {path}. Was it renamed? Then rename it here too.");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has {Solution}.");
    }

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            // Links lead out of the tree or in circles, and git tracks them as links. In a worktree, .git is a file.
            if (entry.LinkTarget is not null || s_skippedFolders.Contains(entry.Name))
            {
                continue;
            }

            if (entry is DirectoryInfo child)
            {
                foreach (var file in Walk(child))
                {
                    yield return file;
                }
            }
            else if (entry is FileInfo file && file.Length <= FileBytesMax && ReadText(file) is { } text)
            {
                yield return new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), text);
            }
        }
    }

    // A NUL never occurs in text and nearly always early in anything else.
    private static string? ReadText(FileInfo file)
    {
        var text = System.IO.File.ReadAllText(file.FullName);
        return text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }
}
