namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Texts as PostgreSQL can keep them. It has no character U+0000, so that is written as <c>\0</c> and a backslash as
/// <c>\\</c>; all other texts stay as they are, readable in any tool.
/// </summary>
internal static class PostgresText
{
    public static string Encode(string text) =>
        text.AsSpan().IndexOfAny('\0', '\\') < 0
            ? text
            : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);

    public static string Decode(string stored)
    {
        if (!stored.Contains('\\', StringComparison.Ordinal))
        {
            return stored;
        }

        var text = new System.Text.StringBuilder(stored.Length);
        for (var at = 0; at < stored.Length; at++)
        {
            var isEscape = stored[at] == '\\' && at + 1 < stored.Length;
            text.Append(!isEscape ? stored[at] : stored[++at] == '0' ? '\0' : stored[at]);
        }

        return text.ToString();
    }
}
