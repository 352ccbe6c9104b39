using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>STYLE 2: small files, short methods, 120 columns.</summary>
internal static class Shape
{
    public const int FileLinesMax = 400;
    public const int ColumnsMax = 120;
    public const int MethodLinesMax = 70;

    public static IEnumerable<Offence> LongFiles(SourceFile file)
    {
        if (file.Lines.Count > FileLinesMax)
        {
            yield return file.Offence(FileLinesMax + 1, $"{file.Lines.Count} lines, at most {FileLinesMax}");
        }
    }

    /// <summary>Lines inside a raw string are what they are: a recorded answer, a vector.</summary>
    public static IEnumerable<Offence> LongLines(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            if (file.Lines[i].Length > ColumnsMax && !IsInRawString(file, i))
            {
                yield return file.Offence(i + 1, $"{file.Lines[i].Length} columns, at most {ColumnsMax}");
            }
        }
    }

    /// <summary>
    /// From the first word of the signature to the last brace: attributes and comments before it don't count.
    /// </summary>
    public static IEnumerable<Offence> LongMethods(SourceFile file)
    {
        foreach (var node in file.Root.DescendantNodes())
        {
            var name = node switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text,
                LocalFunctionStatementSyntax function => function.Identifier.Text,
                BaseMethodDeclarationSyntax other => other.Kind().ToString(),
                AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
                AnonymousFunctionExpressionSyntax => "a lambda",
                _ => null,
            };
            if (name is not null && TooLong(file, node, name) is { } offence)
            {
                yield return offence;
            }
        }

        var statements = file.Root.ChildNodes().OfType<GlobalStatementSyntax>().ToArray();
        if (statements.Length > 0)
        {
            var first = SourceFile.FirstLine(statements[0].GetLocation());
            var lines = SourceFile.LastLine(statements[^1].GetLocation()) - first + 1;
            if (lines > MethodLinesMax)
            {
                yield return file.Offence(first, $"the top-level program has {lines} lines, at most {MethodLinesMax}");
            }
        }
    }

    private static Offence? TooLong(SourceFile file, SyntaxNode node, string name)
    {
        var attributes = node.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault();
        var start = attributes is null ? node.GetFirstToken() : attributes.GetLastToken().GetNextToken();
        var first = SourceFile.FirstLine(start.GetLocation());
        var lines = SourceFile.LastLine(node.GetLocation()) - first + 1;
        return lines <= MethodLinesMax
            ? null
            : file.Offence(first, $"{name} has {lines} lines, at most {MethodLinesMax}");
    }

    private static bool IsInRawString(SourceFile file, int line)
    {
        if (!file.IsCSharp)
        {
            return false;
        }

        var at = file.Root.SyntaxTree.GetText().Lines[line].Start;
        var token = file.Root.FindToken(at);
        if (token.SpanStart < at && at < token.Span.End && token.Kind() is
            SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken)
        {
            return true;
        }

        // Of an interpolated one the lines are several tokens.
        return token.Parent?.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is { } text
            && text.SpanStart < at
            && text.StringStartToken.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken);
    }
}
