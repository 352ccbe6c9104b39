using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>What must not be left in the tree: promises to do it later, dead code, foldings, waiting by time.</summary>
internal static partial class Words
{
    public static IEnumerable<Offence> Unfinished(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            if (LaterWords().Match(file.Lines[i]) is { Success: true } match)
            {
                yield return file.Offence(i + 1, $"{match.Value} is left; do it, or open an issue");
            }
        }
    }

    public static IEnumerable<Offence> NotImplemented(SourceFile file) =>
        file.Root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text == nameof(NotImplementedException))
            .Select(token => file.Offence(token.GetLocation(), $"{token.Text}: write it or leave it out"));

    public static IEnumerable<Offence> Regions(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => file.Offence(trivia.GetLocation(), "a region; make it a file"));

    /// <summary>A comment that is a statement: an assignment or a call that the compiler would take.</summary>
    public static IEnumerable<Offence> CommentedOutCode(SourceFile file)
    {
        foreach (var trivia in file.Root.DescendantTrivia())
        {
            if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            {
                continue;
            }

            var text = trivia.ToString().TrimStart('/').Trim();
            if (text.EndsWith(';') && IsStatement(text))
            {
                yield return file.Offence(trivia.GetLocation(), "commented-out code; git remembers it");
            }
        }
    }

    /// <summary>
    /// Sleeping in a test makes it slow or flaky. An infinite delay until cancellation is no wait by time, and a delay
    /// on a given clock passes when that clock does.
    /// </summary>
    public static IEnumerable<Offence> WaitsByTime(SourceFile file)
    {
        foreach (var call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: var method } access)
            {
                continue;
            }

            var type = access.Expression.ToString().Split('.')[^1];
            var arguments = call.ArgumentList.Arguments;
            var waits = (type, method) switch
            {
                ("Thread", "Sleep" or "SpinWait") => true,
                ("SpinWait", "SpinUntil") => true,
                ("Task", "Delay") => !arguments.Any(argument => HarmlessDelay().IsMatch(argument.ToString())),
                _ => false,
            };
            if (waits)
            {
                yield return file.Offence(call.GetLocation(), $"{type}.{method}: wait for an event or advance a clock");
            }
        }
    }

    // One word and a semicolon is prose.
    private static bool IsStatement(string text) =>
        SyntaxFactory.ParseStatement(text) is { ContainsDiagnostics: false } statement
        && statement.FullSpan.Length == text.Length
        && statement is not (EmptyStatementSyntax or ExpressionStatementSyntax { Expression: IdentifierNameSyntax });

    [GeneratedRegex(@"\b(TODO|FIXME|XXX)\b", RegexOptions.CultureInvariant)]
    private static partial Regex LaterWords();

    [GeneratedRegex(
        @"^(.*\.)?Infinite(TimeSpan)?$|^-1$|[cC]lock$|[tT]imeProvider$|^_?time$", RegexOptions.CultureInvariant)]
    private static partial Regex HarmlessDelay();
}
