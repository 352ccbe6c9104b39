using System.Globalization;

namespace OrleansTrading.Engine.CrashChild;

/// <summary>A state whose every part follows from its key and version, so that a torn one shows.</summary>
public sealed class CrashState
{
    public string Key { get; set; } = "";

    public long Version { get; set; }

    public string Body { get; set; } = "";

    public static string BodyOf(string key, long version)
    {
        var unit = string.Create(CultureInfo.InvariantCulture, $"{key}:{version};");

        // Sizes from one row in a page to several pages for a row.
        return string.Concat(Enumerable.Repeat(unit, (int)(1 + (version * 37 % 600))));
    }

    public void Fill(string key, long version)
    {
        Key = key;
        Version = version;
        Body = BodyOf(key, version);
    }
}
