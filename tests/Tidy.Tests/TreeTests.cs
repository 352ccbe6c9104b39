using OrleansTrading.Tidy.Tests.Rules;

namespace OrleansTrading.Tidy.Tests;

/// <summary>The house rules, applied to the whole tree. What a rule means is shown in Rules/*Tests.cs.</summary>
public sealed class TreeTests
{
    /// <summary>Files that may break a rule, with the reason.</summary>
    private static readonly Dictionary<string, string> s_namesTheWords = new(StringComparer.Ordinal)
    {
        ["tests/Tidy.Tests/Rules/Words.cs"] = "names the words it looks for",
        ["tests/Tidy.Tests/Rules/WordsTests.cs"] = "shows what is found",
        ["tests/Tidy.Tests/Rules/Places.cs"] = "names the places it looks for",
        ["tests/Tidy.Tests/Rules/PlacesTests.cs"] = "shows what is found",
    };

    /// <summary>Tests that may wait by time, with the reason: those that watch another process.</summary>
    private static readonly Dictionary<string, string> s_mayWait = new(StringComparer.Ordinal)
    {
        ["tests/Bench/Load/LoadGenerator.cs"] = "an open loop sends by the clock: that is what it measures",
    };

    /// <summary>Files of money paths that may use floating point or decimal, with the reason.</summary>
    private static readonly Dictionary<string, string> s_mayBeInexact = new(StringComparer.Ordinal);

    private static IEnumerable<SourceFile> Others => Tree.Files.Where(file => !s_namesTheWords.ContainsKey(file.Path));

    private static IEnumerable<SourceFile> OtherCSharp => Others.Where(file => file.IsCSharp);

    [Fact]
    public void The_walk_sees_the_tree()
    {
        // Guards all the others: a walk that finds nothing finds no offence either.
        Assert.Contains(Tree.CSharp, file => file.Path == "tests/Tidy.Tests/TreeTests.cs");
        Assert.Contains(Tree.CSharp, file => file.Path == "Market/Price.cs");
        Assert.Contains(Tree.Files, file => file.Path == "Directory.Build.props");
        Assert.Contains(Tree.Scripts, file => file.Path == "tests/Conformance/node/lines.mjs");
        Assert.DoesNotContain(Tree.Files, file => file.Path.Contains("artifacts/", StringComparison.Ordinal));
        Assert.True(Tree.Projects.Count() >= 10);
    }

    [Fact]
    public void References_follow_the_floors() =>
        Tidy.Check("A room references what the architecture allows.", Tree.Projects.SelectMany(Floors.NewArrows));

    [Fact]
    public void Files_are_small() =>
        Tidy.Check("A file has one concept.", Tree.CSharp.Concat(Tree.Scripts).SelectMany(Shape.LongFiles));

    [Fact]
    public void Lines_fit_the_screen() =>
        Tidy.Check("A line fits.", Tree.CSharp.Concat(Tree.Scripts).SelectMany(Shape.LongLines));

    [Fact]
    public void Methods_are_short() =>
        Tidy.Check("A method fits a screen.", Tree.CSharp.SelectMany(Shape.LongMethods));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Tidy.Check(
            "What is in the tree is done.",
            Others.Where(IsWritten).SelectMany(Words.Unfinished).Concat(OtherCSharp.SelectMany(Words.NotImplemented)));

    [Fact]
    public void There_are_no_regions_and_no_dead_code() =>
        Tidy.Check(
            "Code is live and unfolded.",
            OtherCSharp.SelectMany(file => Words.Regions(file).Concat(Words.CommentedOutCode(file))));

    [Fact]
    public void Tests_do_not_wait_by_time() =>
        Tidy.Check(
            "A test waits for an event or advances a clock.",
            OtherCSharp.Where(file => file.IsTest && !s_mayWait.ContainsKey(file.Path)).SelectMany(Words.WaitsByTime));

    [Fact]
    public void Only_hosts_know_which_engine_runs() =>
        Tidy.Check(
            "One source, two engines.",
            Tree.CSharp.Where(file => !Runtimes.MayKnow(file))
                .SelectMany(file => Runtimes.Names(file).Concat(Runtimes.Directives(file))));

    [Fact]
    public void Grain_code_has_no_conditions() =>
        Tidy.Check(
            "Grain code is the same on both engines.",
            Tree.CSharp.Where(file => file.Room is "Grains" or "Grains.Interfaces").SelectMany(Runtimes.AnyDirectives));

    [Fact]
    public void No_machine_and_no_registry_is_named() =>
        Tidy.Check(
            "The tree builds anywhere.",
            Others.SelectMany(file => Places.MachinePaths(file).Concat(Places.RegistryHosts(file))));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Tree.File("OrleansTrading.sln");
        var text = solution.Text.Replace('\\', '/');
        Tidy.Check(
            "What is not in the solution is not built.",
            Tree.Projects.Where(project => !text.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
                .Select(project => project.Offence(1, $"is not in {solution.Path}")));
    }

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Tidy.Check(
            "A restore is locked.",
            Tree.Projects.Where(project => !File.Exists(Path.Combine(
                    Tree.Root, Path.GetDirectoryName(project.Path)!, "packages.embedded.lock.json")))
                .Select(project => project.Offence(1, "has no packages.embedded.lock.json; restore and add it")));

    [Fact]
    public void Package_versions_are_central_and_exact()
    {
        var central = Tree.File("Directory.Packages.props");
        var users = Tree.Projects.Concat(
            [Tree.File("Directory.Build.targets"), Tree.File("Directory.Build.props")]);
        Tidy.Check(
            "What was tested is what is restored.",
            Packages.Floating(central).Concat(
                users.SelectMany(file => Packages.OwnVersions(file).Concat(Packages.UnknownPackages(file, central)))));
    }

    [Fact]
    public void Money_is_counted_in_integers() =>
        Tidy.Check(
            "No rounding that nobody asked for.",
            Tree.Files.Where(file => Money.IsMoneyPath(file) && !s_mayBeInexact.ContainsKey(file.Path))
                .SelectMany(Money.Inexact));

    [Theory]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Command_stops_at_the_first_error_and_is_executable(string path)
    {
        var file = Tree.File(path);

        Assert.Equal("#!/usr/bin/env bash", file.Lines[0]);
        Assert.Contains("set -euo pipefail", file.Lines);
        Assert.True(
            OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Path.Combine(Tree.Root, path)).HasFlag(UnixFileMode.UserExecute),
            $"{path} is not executable");
    }

    [Fact]
    public void Exceptions_name_files_that_exist() =>
        Tidy.Check(
            "An exception for a file that is gone is a trap.",
            s_namesTheWords.Concat(s_mayWait).Concat(s_mayBeInexact)
                .Where(exception => Tree.Files.All(file => file.Path != exception.Key))
                .Select(exception => new Offence(exception.Key, 1, $"is excepted ({exception.Value}) but gone")));

    // Recorded data and licences say what they say.
    private static bool IsWritten(SourceFile file) =>
        !file.Path.Contains("/Fixtures/", StringComparison.Ordinal) && file.Room != "data"
        && !file.Name.EndsWith("lock.json", StringComparison.Ordinal);
}
