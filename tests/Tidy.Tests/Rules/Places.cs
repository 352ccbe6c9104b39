using System.Text.RegularExpressions;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>The tree builds anywhere: no path of somebody's machine, no registry's host.</summary>
internal static partial class Places
{
    public static IEnumerable<Offence> MachinePaths(SourceFile file) =>
        Find(file, MachinePath(), "a path of one machine");

    public static IEnumerable<Offence> RegistryHosts(SourceFile file) =>
        Find(file, RegistryHost(), "a registry's host");

    private static IEnumerable<Offence> Find(SourceFile file, Regex words, string what)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            if (words.Match(file.Lines[i]) is { Success: true } match)
            {
                yield return file.Offence(i + 1, $"{match.Value.Trim()} is {what}");
            }
        }
    }

    // At the beginning of a path only: https://example.org/work/ is somebody's page, not this machine.
    [GeneratedRegex(
        @"(?<![\w.\-/])/(work|root|Users|home/\w+|tmp/[\w-]+)/|\b[A-Z]:\\Users\\", RegexOptions.CultureInvariant)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(nuget|npmjs)\.(org|com)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
