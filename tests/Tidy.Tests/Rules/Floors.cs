using System.Xml.Linq;

namespace OrleansTrading.Tidy.Tests.Rules;

/// <summary>
/// The floors of the architecture: which room may reference which. A new arrow is a decision, made here first.
/// </summary>
internal static class Floors
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Engine"] = [],
        ["Chains"] = [],
        ["Market"] = [],
        ["Devnet"] = ["Chains"],
        ["Grains.Interfaces"] = ["Engine"],
        ["Grains"] = ["Grains.Interfaces", "Chains", "Market"],
        ["Bridge"] = ["Grains.Interfaces"],
        ["Client.Api"] = ["Grains.Interfaces", "Chains", "Market"],
        ["Simulation"] = ["Engine", "Chains", "Market", "Devnet", "Grains.Interfaces", "Grains"],
        ["Silo"] =
        [
            "Engine", "Chains", "Market", "Devnet", "Grains.Interfaces", "Grains", "Bridge", "Client.Api",
            "Simulation",
        ],
    };

    /// <summary>Tests may reference anything; nothing may reference tests.</summary>
    public static IEnumerable<Offence> NewArrows(SourceFile project)
    {
        var document = XDocument.Parse(project.Text, LoadOptions.SetLineInfo);
        var room = ProjectName(project.Path);
        if (!project.IsTest && !s_allowed.ContainsKey(room))
        {
            yield return project.Offence(1, $"the room {room} has no floor; give it one in the architecture and here");
            yield break;
        }

        foreach (var (element, target) in Items(document, "ProjectReference"))
        {
            var name = ProjectName(target);
            if (!project.IsTest && !s_allowed[room].Contains(name, StringComparer.Ordinal))
            {
                yield return project.Offence(Xml.Line(element), $"{room} must not reference {name}");
            }
        }

        foreach (var (element, target) in Items(document, "Compile"))
        {
            if (target.StartsWith("..", StringComparison.Ordinal))
            {
                yield return project.Offence(Xml.Line(element), $"{room} compiles {target}: another room's file");
            }
        }
    }

    private static IEnumerable<(XElement Element, string Target)> Items(XDocument document, string kind) =>
        document.Descendants(kind)
            .Select(element => (element, ((string?)element.Attribute("Include") ?? "").Replace('\\', '/')))
            .Where(item => item.Item2.Length > 0);

    private static string ProjectName(string path) =>
        Path.GetFileNameWithoutExtension(path[(path.LastIndexOf('/') + 1)..]);
}
