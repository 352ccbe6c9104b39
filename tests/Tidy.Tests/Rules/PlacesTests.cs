namespace OrleansTrading.Tidy.Tests.Rules;

public sealed class PlacesTests
{
    [Theory]
    [InlineData("see /" + "work/x", 1)]
    [InlineData("\"/" + "tmp/mine/x\"", 1)]
    [InlineData("cd /root/x", 1)]
    [InlineData("HOME=/home/anna/x", 1)]
    [InlineData("C:\\Users\\anna", 1)]
    [InlineData("https://example.org/work/x", 0)]
    [InlineData("homework/work/x and ./work/x", 0)]
    [InlineData("/tmp/orleans-trading.sock", 0)]
    public void Machine_paths_are_found(string text, int offences) =>
        Assert.Equal(offences, Places.MachinePaths(new SourceFile("README.md", text)).Count());

    [Theory]
    [InlineData("nuget.config", "https://api.nuget.org/v3/index.json", 1)]
    [InlineData(".npmrc", "registry=https://registry.npmjs.org/", 1)]
    [InlineData("Web/package.json", "https://www.npmjs.com/package/x", 1)]
    [InlineData("Web/package-lock.json", "https://registry.npmjs.org/x", 1)]
    [InlineData("README.md", "packages come from NuGet", 0)]
    public void Registry_hosts_are_found(string path, string text, int offences) =>
        Assert.Equal(offences, Places.RegistryHosts(new SourceFile(path, text)).Count());
}
