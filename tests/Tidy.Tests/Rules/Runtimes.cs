using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>
/// One source, two engines: only the host and the test cluster may know that there is another engine.
/// </summary>
internal static partial class Runtimes
{
    private const string Symbol = "ORLEANS";
    private const string Namespace = "Orleans";

    /// <summary>The hosting files of the Silo and the test cluster fixtures.</summary>
    public static bool MayKnow(SourceFile file) => Hosts().IsMatch(file.Path);

    public static IEnumerable<Offence> Directives(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.GetStructure() is ConditionalDirectiveTriviaSyntax directive
                && directive.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                    .Any(name => name.Identifier.Text == Symbol))
            .Select(trivia => file.Offence(trivia.GetLocation(), $"{trivia} belongs into a host or a cluster fixture"));

    /// <summary>Grain code has no conditions at all: what is tested on one engine is what runs on the other.</summary>
    public static IEnumerable<Offence> AnyDirectives(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
            .Select(trivia => file.Offence(trivia.GetLocation(), $"{trivia}: grain code has no #if"));

    public static IEnumerable<Offence> Names(SourceFile file)
    {
        foreach (var name in file.Root.DescendantNodes(descendIntoTrivia: false).OfType<IdentifierNameSyntax>())
        {
            var isLeftmost = name.Parent switch
            {
                AliasQualifiedNameSyntax alias => alias.Name == name && alias.Alias.Identifier.Text == "global",
                QualifiedNameSyntax qualified => qualified.Left == name,
                MemberAccessExpressionSyntax access => access.Expression == name,
                UsingDirectiveSyntax => true,
                _ => false,
            };
            if (isLeftmost && name.Identifier.Text == Namespace)
            {
                yield return file.Offence(name.GetLocation(), "names Orleans; the global usings choose the engine");
            }
        }
    }

    [GeneratedRegex(@"^Silo/([^/]+/)*[^/]*Host[^/]*\.cs$|^Silo/Hosting/|^tests/.*Cluster[^/]*Fixture[^/]*\.cs$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Hosts();
}
