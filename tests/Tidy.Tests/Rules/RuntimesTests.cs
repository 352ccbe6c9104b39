namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class RuntimesTests
{
    [Theory]
    [InlineData("using Orleans;", 1)]
    [InlineData("global using Orleans.Runtime;", 1)]
    [InlineData("using static Orleans.Runtime.X;", 1)]
    [InlineData("using G = Orleans.Grain;", 1)]
    [InlineData("class A : Orleans.Grain;", 1)]
    [InlineData("class A : global::Orleans.Grain;", 1)]
    [InlineData("class A { object o = Orleans.X.Y; }", 1)]
    [InlineData("using OrleansTrading.Engine;", 0)]
    [InlineData("namespace OrleansTrading.Grains; class A : OrleansTrading.Engine.Grain;", 0)]
    [InlineData("// Orleans does this too", 0)]
    [InlineData("class A { string s = \"Orleans.Grain\"; }", 0)]
    public void Names_of_Orleans_itself_are_found(string text, int offences) =>
        Assert.Equal(offences, Runtimes.Names(Code("Grains/A.cs", text)).Count());

    [Theory]
    [InlineData("#if ORLEANS\nclass A;\n#endif\n", 1)]
    [InlineData("#if !ORLEANS && DEBUG\nclass A;\n#endif\n", 1)]
    [InlineData("#if DEBUG\nclass A;\n#elif ORLEANS\nclass B;\n#endif\n", 1)]
    [InlineData("#if DEBUG\nclass A;\n#endif\n", 0)]
    public void Conditions_on_the_engine_are_found(string text, int offences) =>
        Assert.Equal(offences, Runtimes.Directives(Code("Engine/A.cs", text)).Count());

    [Fact]
    public void In_grain_code_any_condition_is_found() =>
        Assert.Single(Runtimes.AnyDirectives(Code("Grains/A.cs", "#if DEBUG\nclass A;\n#endif\n")));

    [Theory]
    [InlineData("Silo/Hosting/Grains.cs", true)]
    [InlineData("Silo/SiloHost.cs", true)]
    [InlineData("Silo/Server/HostBuilder.cs", true)]
    [InlineData("tests/Grains.Tests/ClusterFixture.cs", true)]
    [InlineData("tests/Grains.Tests/Support/TestClusterFixture.Orleans.cs", true)]
    [InlineData("Silo/Program.cs", false)]
    [InlineData("Engine/Hosting/Host.cs", false)]
    [InlineData("Grains/Quotes/QuoteGrain.cs", false)]
    [InlineData("tests/Grains.Tests/QuoteGrainTests.cs", false)]
    public void Only_hosting_files_and_cluster_fixtures_may_know(string path, bool may) =>
        Assert.Equal(may, Runtimes.MayKnow(Code(path, "")));

    private static SourceFile Code(string path, string text) => new(path, text);
}
