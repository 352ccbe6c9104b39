using System.Xml.Linq;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>Versions live in Directory.Packages.props only, and each is one exact version.</summary>
internal static class Packages
{
    public static IEnumerable<Offence> OwnVersions(SourceFile project)
    {
        foreach (var reference in References(project))
        {
            var name = (string?)reference.Attribute("Include") ?? (string?)reference.Attribute("Update");
            var pinned = reference.Attribute("Version") ?? reference.Attribute("VersionOverride");
            if (pinned is not null || reference.Elements().Any(e => e.Name.LocalName is "Version" or "VersionOverride"))
            {
                yield return project.Offence(Xml.Line(reference), $"{name} has its own version; use the central one");
            }
        }
    }

    public static IEnumerable<Offence> UnknownPackages(SourceFile project, SourceFile central)
    {
        var known = XDocument.Parse(central.Text).Descendants("PackageVersion")
            .Select(version => (string?)version.Attribute("Include")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in References(project))
        {
            if ((string?)reference.Attribute("Include") is { } name && !known.Contains(name))
            {
                yield return project.Offence(Xml.Line(reference), $"{name} is not in {central.Path}");
            }
        }
    }

    public static IEnumerable<Offence> Floating(SourceFile central)
    {
        var document = XDocument.Parse(central.Text, LoadOptions.SetLineInfo);
        foreach (var version in document.Descendants("PackageVersion"))
        {
            var text = (string?)version.Attribute("Version") ?? "";
            var isProperty = text.StartsWith("$(", StringComparison.Ordinal);
            var value = isProperty ? (string?)document.Descendants(text[2..^1]).FirstOrDefault() ?? "" : text;
            if (value.Length == 0 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            {
                yield return central.Offence(Xml.Line(version), $"\"{text}\" is not one exact version");
            }
        }
    }

    private static IEnumerable<XElement> References(SourceFile project) =>
        XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants("PackageReference");
}
