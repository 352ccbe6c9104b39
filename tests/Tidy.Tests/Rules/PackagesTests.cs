namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class PackagesTests
{
    [Theory]
    [InlineData("<PackageReference Include=\"A\" />", 0)]
    [InlineData("<PackageReference Include=\"A\" Version=\"1.0.0\" />", 1)]
    [InlineData("<PackageReference Include=\"A\" VersionOverride=\"1.0.0\" />", 1)]
    [InlineData("<PackageReference Include=\"A\"><Version>1.0.0</Version></PackageReference>", 1)]
    public void Version_in_a_project_is_found(string item, int offences) =>
        Assert.Equal(offences, Packages.OwnVersions(Project(item)).Count());

    [Theory]
    [InlineData("<PackageReference Include=\"Known\" />", 0)]
    [InlineData("<PackageReference Include=\"known\" />", 0)]
    [InlineData("<PackageReference Include=\"Unknown\" />", 1)]
    public void Package_without_a_central_version_is_found(string item, int offences) =>
        Assert.Equal(offences, Packages.UnknownPackages(Project(item), Central("1.0.0")).Count());

    [Theory]
    [InlineData("1.2.3", 0)]
    [InlineData("1.2.3-beta.4", 0)]
    [InlineData("$(SomeVersion)", 0)]
    [InlineData("$(NoSuchVersion)", 1)]
    [InlineData("1.2.*", 1)]
    [InlineData("[1.2.3,2)", 1)]
    [InlineData("", 1)]
    public void Version_that_is_not_exact_is_found(string version, int offences) =>
        Assert.Equal(offences, Packages.Floating(Central(version)).Count());

    private static SourceFile Project(string item) =>
        new("A/A.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

    private static SourceFile Central(string version) => new(
        "Directory.Packages.props",
        $"""
        <Project>
          <PropertyGroup><SomeVersion>1.0.0</SomeVersion></PropertyGroup>
          <ItemGroup><PackageVersion Include="Known" Version="{version}" /></ItemGroup>
        </Project>
        """);
}
