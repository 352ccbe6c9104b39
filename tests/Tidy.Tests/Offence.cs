namespace OrleansTrading.Tidy.Tests;

/// <summary>One place that breaks a rule.</summary>
internal sealed record Offence(string Path, int Line, string What)
{
    /// <summary>As compilers write it, so that editors can jump there.</summary>
    public override string ToString() => $"{Path}:{Line}: {What}";
}

internal static class Tidy
{
    /// <summary>Fails with every offence, one a line; xunit's own assertions would show the first five.</summary>
    public static void Check(string rule, IEnumerable<Offence> offences)
    {
        var found = offences
            .OrderBy(offence => offence.Path, StringComparer.Ordinal).ThenBy(offence => offence.Line)
            .Select(offence => offence.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        if (found.Length > 0)
        {
            Assert.Fail($"{rule} ({found.Length})\n{string.Join('\n', found)}");
        }
    }
}
