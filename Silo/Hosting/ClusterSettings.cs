using System.Net;
using Microsoft.Extensions.Configuration;

namespace OrleansTrading.Silo.Hosting;

/// <summary>
/// The cluster that this process belongs to. Section <c>Cluster</c>; only the build on Orleans has one.
/// </summary>
internal sealed class ClusterSettings
{
    internal const string Section = "Cluster";

    private const string NameDefault = "orleanstrading";
    private const int NameLengthMax = 64;
    private const int SiloPortDefault = 11111;
    private const int GatewayPortDefault = 30000;

    /// <summary>Orleans' own limit for the activations of a silo that stops.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopTimeoutMin = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan StopTimeoutMax = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Where the members of the cluster find each other, as StackExchange.Redis writes it:
    /// <c>host:6379,password=…,ssl=true</c>. Null: one silo, for this machine alone. It may hold a password.
    /// </summary>
    public string? Redis { get; init; }

    /// <summary>Silos and API processes with the same id are one cluster. Defaults to <c>orleanstrading</c>.</summary>
    public string ClusterId { get; init; } = NameDefault;

    /// <summary>
    /// Whose states these are, whatever the cluster is called: never change it once there are states. Defaults to
    /// <c>orleanstrading</c>.
    /// </summary>
    public string ServiceId { get; init; } = NameDefault;

    /// <summary>The port that other silos call. Defaults to 11111.</summary>
    public int SiloPort { get; init; } = SiloPortDefault;

    /// <summary>The port that API processes call. Defaults to 30000.</summary>
    public int GatewayPort { get; init; } = GatewayPortDefault;

    /// <summary>
    /// The IP address under which the others reach this silo; it listens there. Null: the host's own, loopback without
    /// Redis. Loopback is for several silos on one machine.
    /// </summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>
    /// Whether the silo listens on all addresses of the host, where the advertised one is not its own. Defaults to
    /// false. Both ports are for the cluster alone: whoever reaches them can call any grain.
    /// </summary>
    public bool ListenOnAnyAddress { get; init; }

    /// <summary>Whether Orleans' dashboard is at <c>/dashboard</c>, for operators. Defaults to true.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>
    /// How long a stop may take before the process gives up. Defaults to 50 seconds; 40 seconds to 10 minutes: grains
    /// have 30 of them to finish what runs, the rest is for the API, the goodbye to the cluster and the storage.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>True when other processes may belong to it.</summary>
    internal bool IsCluster => Redis is not null;

    /// <summary>Reads the section and checks it.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the rule.</exception>
    internal static ClusterSettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).Get<ClusterSettings>() ?? new ClusterSettings();
        settings.Validate();
        return settings;
    }

    /// <summary>The advertised address; null for the host's own.</summary>
    internal IPAddress? Address => AdvertisedAddress is { } text ? IPAddress.Parse(text) : null;

    private void Validate()
    {
        Require(Redis is not "", nameof(Redis), "''", "name a server as host:port, or be left out");
        Require(IsName(ClusterId), nameof(ClusterId), $"'{ClusterId}'", NameRule);
        Require(IsName(ServiceId), nameof(ServiceId), $"'{ServiceId}'", NameRule);
        Require(IsPort(SiloPort), nameof(SiloPort), $"{SiloPort}", "be 1 to 65535");
        Require(IsPort(GatewayPort), nameof(GatewayPort), $"{GatewayPort}", "be 1 to 65535");
        Require(
            GatewayPort != SiloPort, nameof(GatewayPort), $"{GatewayPort}",
            $"differ from {Section}:{nameof(SiloPort)}");
        Require(
            AdvertisedAddress is null || IsAddress(AdvertisedAddress), nameof(AdvertisedAddress),
            $"'{AdvertisedAddress}'", "be an IP address of this host");
        Require(
            StopTimeout >= StopTimeoutMin && StopTimeout <= StopTimeoutMax, nameof(StopTimeout), $"{StopTimeout}",
            $"be {StopTimeoutMin} to {StopTimeoutMax}: grains alone may take {DrainTimeout}");
    }

    private static string NameRule => $"be 1 to {NameLengthMax} letters, digits and '-'";

    private static void Require(bool holds, string setting, string value, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{Section}:{setting} is {value}. It must {rule}.");
        }
    }

    private static bool IsPort(int port) => port is >= 1 and <= IPEndPoint.MaxPort;

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= NameLengthMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
