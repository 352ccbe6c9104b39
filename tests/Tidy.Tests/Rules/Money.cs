using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>
/// STYLE 7: amounts and prices are integers. Keywords, their type names, and literals such as 1.5 or 1m.
/// </summary>
internal static class Money
{
    public static bool IsMoneyPath(SourceFile file) =>
        file.IsCSharp && file.Room is "Grains" or "Grains.Interfaces" or "Chains" or "Market";

    public static IEnumerable<Offence> Inexact(SourceFile file) =>
        file.Root.DescendantTokens()
            .Where(token => token.Kind() switch
            {
                SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword or SyntaxKind.DecimalKeyword => true,
                SyntaxKind.IdentifierToken => IsTypeName(token.Text) && !IsMemberName(token),
                SyntaxKind.NumericLiteralToken => token.Value is double or float or decimal,
                _ => false,
            })
            .Select(token => file.Offence(token.GetLocation(), $"{token.Text} in a money path; use integers"));

    private static bool IsTypeName(string text) =>
        text is nameof(Double) or nameof(Single) or nameof(Half) or nameof(Decimal);

    // list.Single() is no number.
    private static bool IsMemberName(SyntaxToken token) =>
        token.GetPreviousToken().IsKind(SyntaxKind.DotToken) && token.GetNextToken().IsKind(SyntaxKind.OpenParenToken);
}
