namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class FloorsTests
{
    [Theory]
    [InlineData("Grains/Grains.csproj", "<ProjectReference Include=\"../Chains/Chains.csproj\" />", 0)]
    [InlineData("Grains/Grains.csproj", "<ProjectReference Include=\"..\\Chains\\Chains.csproj\" />", 0)]
    [InlineData("Grains/Grains.csproj", "<ProjectReference Include=\"../Engine/Engine.csproj\" />", 1)]
    [InlineData("Grains/Grains.csproj", "<ProjectReference Include=\"../Silo/Silo.csproj\" />", 1)]
    [InlineData("Engine/Engine.csproj", "<ProjectReference Include=\"../Chains/Chains.csproj\" />", 1)]
    [InlineData("Chains/Chains.csproj", "<ProjectReference Include=\"../Market/Market.csproj\" />", 1)]
    [InlineData("Client.Api/Client.Api.csproj", "<ProjectReference Include=\"../Grains/Grains.csproj\" />", 1)]
    [InlineData("Silo/Silo.csproj", "<ProjectReference Include=\"../Grains/Grains.csproj\" />", 0)]
    [InlineData("Silo/Silo.csproj", "<ProjectReference Include=\"../tests/X.Tests/X.Tests.csproj\" />", 1)]
    [InlineData("tests/X.Tests/X.Tests.csproj", "<ProjectReference Include=\"../../Silo/Silo.csproj\" />", 0)]
    [InlineData("Attic/Attic.csproj", "", 1)]
    [InlineData("Grains/Grains.csproj", "<Compile Include=\"../Chains/X.cs\" />", 1)]
    [InlineData("Grains/Grains.csproj", "<Compile Remove=\"X/**\" />", 0)]
    public void Only_the_arrows_of_the_architecture_are_allowed(string path, string item, int offences) =>
        Assert.Equal(offences, Floors.NewArrows(Project(path, item)).Count());

    [Fact]
    public void Offence_is_told_with_its_line() =>
        Assert.Equal(
            "Chains/Chains.csproj:3: Chains must not reference Silo",
            Floors.NewArrows(Project(
                "Chains/Chains.csproj", "<ProjectReference Include=\"../Silo/Silo.csproj\" />")).Single().ToString());

    private static SourceFile Project(string path, string item) =>
        new(path, $"<Project>\n<ItemGroup>\n{item}\n</ItemGroup>\n</Project>");
}
