using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>A client's <c>HELLO</c>, and the texts that both proofs are made over.</summary>
internal sealed record HelloLine
{
    internal const string Kind = "HELLO";

    private const int NonceLength = BridgeConstants.NonceBytes * 2;
    private const int ProofLength = 64;
    private const int VersionField = 1;
    private const int RoleField = 2;

    internal required TradingRole Role { get; init; }

    internal required TradingAccountId Account { get; init; }

    internal required string Nonce { get; init; }

    internal required DateTimeOffset Time { get; init; }

    internal required string Proof { get; init; }

    private string RoleWord { get; init; } = string.Empty;

    /// <summary>True for a greeting of another version of the protocol, which cannot be read further.</summary>
    internal static bool IsOtherVersion(string[] fields) =>
        fields[0] == Kind && fields.Length > VersionField && fields[VersionField] != BridgeConstants.Version;

    internal static bool TryParse(string[] fields, out HelloLine hello)
    {
        var reader = new FieldReader(fields);
        var isVersion = reader.Text() == BridgeConstants.Version;
        hello = new HelloLine
        {
            RoleWord = fields.Length > RoleField ? fields[RoleField] : string.Empty,
            Role = reader.Word(Words.Roles),
            Account = reader.Account(),
            Nonce = reader.Hex(NonceLength),
            Time = reader.Time(),
            Proof = reader.Hex(ProofLength),
        };
        return fields[0] == Kind && isVersion && reader.IsComplete;
    }

    /// <summary>What the client's proof is made over.</summary>
    internal string ProofText(string bridgeNonce) => string.Create(
        CultureInfo.InvariantCulture,
        $"HELLO|1|{RoleWord}|{Account}|{Nonce}|{Time.ToUnixTimeMilliseconds()}|{bridgeNonce}");

    /// <summary>What the bridge's proof is made over.</summary>
    internal string WelcomeText(string session, DateTimeOffset now, TimeSpan heartbeat, string bridgeNonce) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"WELCOME|1|{Account}|{session}|{now.ToUnixTimeMilliseconds()}|{(long)heartbeat.TotalMilliseconds}|")
        + $"{Nonce}|{bridgeNonce}";

    /// <summary>The answer.</summary>
    internal static string Welcome(string session, DateTimeOffset now, TimeSpan heartbeat, string proof) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"WELCOME|{session}|{now.ToUnixTimeMilliseconds()}|{(long)heartbeat.TotalMilliseconds}|{proof}");
}
