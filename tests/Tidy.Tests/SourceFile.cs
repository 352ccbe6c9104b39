using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OrleansTrading.Tidy.Tests;

/// <summary>One text file of the tree.</summary>
/// <param name="path">From the solution's folder, with forward slashes.</param>
/// <param name="text">All of it.</param>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> _root = new(() => CSharpSyntaxTree.ParseText(
        text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview), path).GetRoot());

    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>Without line ends; a final line end makes no further line.</summary>
    public IReadOnlyList<string> Lines { get; } = SplitLines(text);

    /// <summary>The first folder: the room. Empty for a file beside the solution.</summary>
    public string Room => Path.Split('/') is { Length: > 1 } parts ? parts[0] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsTest => Room == "tests";

    /// <summary>Parsed without preprocessor symbols; code in branches that are off is trivia.</summary>
    public SyntaxNode Root => _root.Value;

    public Offence Offence(int line, string what) => new(Path, line, what);

    public Offence Offence(Location where, string what) => new(Path, FirstLine(where), what);

    public static int FirstLine(Location where) => where.GetLineSpan().StartLinePosition.Line + 1;

    public static int LastLine(Location where) => where.GetLineSpan().EndLinePosition.Line + 1;

    private static string[] SplitLines(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        return lines.Length > 0 && lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
