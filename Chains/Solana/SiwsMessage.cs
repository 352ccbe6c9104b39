using System.Text;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// The text of Sign In With Solana (github.com/phantom/sign-in-with-solana; wallet-standard <c>signIn.ts</c>). Fields
/// that are null are left out.
/// </summary>
internal sealed record SiwsMessage(string Domain, string Address)
{
    private const string Invitation = " wants you to sign in with your Solana account:";
    private const string ResourcesTag = "Resources:";
    private const string ResourcePrefix = "- ";

    internal string? Statement { get; init; }

    internal string? Uri { get; init; }

    internal string? Version { get; init; }

    internal string? ChainId { get; init; }

    internal string? Nonce { get; init; }

    internal string? IssuedAt { get; init; }

    internal string? ExpirationTime { get; init; }

    internal string? NotBefore { get; init; }

    internal string? RequestId { get; init; }

    internal IReadOnlyList<string>? Resources { get; init; }

    /// <summary>The exact text to be signed, as UTF-8 without a line feed at the end.</summary>
    internal string Compose()
    {
        var text = new StringBuilder().Append(Domain).Append(Invitation).Append('\n').Append(Address);
        if (Statement is not null)
        {
            text.Append("\n\n").Append(Statement);
        }

        var lines = new List<string>();
        foreach (var (tag, value) in Fields())
        {
            if (value is not null)
            {
                lines.Add(tag + value);
            }
        }

        if (Resources is not null)
        {
            lines.Add(ResourcesTag);
            lines.AddRange(Resources.Select(resource => ResourcePrefix + resource));
        }

        return lines.Count == 0 ? text.ToString() : text.Append("\n\n").AppendJoin('\n', lines).ToString();
    }

    /// <summary>
    /// Reads a text back, strictly: only the known fields, in their order, each once. False when it is not such a text.
    /// </summary>
    internal static bool TryParse(string text, out SiwsMessage message)
    {
        message = null!;
        var lines = text.Split('\n');
        if (lines.Length < 2 || !lines[0].EndsWith(Invitation, StringComparison.Ordinal))
        {
            return false;
        }

        message = new SiwsMessage(lines[0][..^Invitation.Length], lines[1]);
        var next = 2;
        if (next == lines.Length)
        {
            return true;
        }

        // A blank line must follow, then the statement, or the fields at once.
        if (lines[next++].Length != 0 || next == lines.Length)
        {
            return false;
        }

        if (!IsField(lines[next]))
        {
            if (lines[next].Length == 0)
            {
                return false;
            }

            message = message with { Statement = lines[next++] };
            if (next == lines.Length)
            {
                return true;
            }

            if (lines[next++].Length != 0 || next == lines.Length)
            {
                return false;
            }
        }

        return TryParseFields(lines.AsSpan(next), ref message);
    }

    private static bool TryParseFields(ReadOnlySpan<string> lines, ref SiwsMessage message)
    {
        var next = 0;
        string? Take(ReadOnlySpan<string> rest, string tag) =>
            next < rest.Length && rest[next].StartsWith(tag, StringComparison.Ordinal)
                ? rest[next++][tag.Length..]
                : null;

        message = message with
        {
            Uri = Take(lines, "URI: "),
            Version = Take(lines, "Version: "),
            ChainId = Take(lines, "Chain ID: "),
            Nonce = Take(lines, "Nonce: "),
            IssuedAt = Take(lines, "Issued At: "),
            ExpirationTime = Take(lines, "Expiration Time: "),
            NotBefore = Take(lines, "Not Before: "),
            RequestId = Take(lines, "Request ID: "),
        };
        if (next < lines.Length && lines[next] == ResourcesTag)
        {
            next++;
            var resources = new List<string>();
            while (Take(lines, ResourcePrefix) is { } resource)
            {
                resources.Add(resource);
            }

            message = message with { Resources = resources };
        }

        return next == lines.Length;
    }

    private static bool IsField(string line) =>
        line == ResourcesTag
        || new SiwsMessage(string.Empty, string.Empty).Fields()
            .Any(field => line.StartsWith(field.Tag, StringComparison.Ordinal));

    private IEnumerable<(string Tag, string? Value)> Fields() =>
    [
        ("URI: ", Uri),
        ("Version: ", Version),
        ("Chain ID: ", ChainId),
        ("Nonce: ", Nonce),
        ("Issued At: ", IssuedAt),
        ("Expiration Time: ", ExpirationTime),
        ("Not Before: ", NotBefore),
        ("Request ID: ", RequestId),
    ];
}
