using System.Collections.Concurrent;

namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>Canaries: everything that a test's customers and operators keep secret. None may appear in a log.</summary>
internal sealed class Secrets
{
    /// <summary>Shorter texts would be found by chance.</summary>
    private const int LengthMin = 16;

    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);

    internal void Add(string what, string secret)
    {
        Assert.True(secret.Length >= LengthMin, $"{what} is too short to be looked for.");
        _secrets[secret] = what;
    }

    /// <summary>A session token is secret in its last part; its first part names the session.</summary>
    internal void AddToken(string token) => Add("the secret of a bearer token", token.Split('_')[^1]);

    /// <summary>What kinds of secrets a text gives away.</summary>
    internal IReadOnlyList<string> FindIn(string text) =>
    [
        .. _secrets.Where(s => text.Contains(s.Key, StringComparison.OrdinalIgnoreCase)).Select(s => s.Value)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>How many of a kind are looked for.</summary>
    internal int Count(string what) => _secrets.Count(s => s.Value == what);
}
