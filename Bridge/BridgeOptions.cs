using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Bridge;

/// <summary>
/// The server to which MetaTrader 5 terminals connect. Section <c>Bridge</c>; docs/bridge-protocol.md has what is said.
/// </summary>
public sealed class BridgeOptions
{
    /// <summary>The default of <see cref="Endpoint"/>.</summary>
    public const string EndpointDefault = "127.0.0.1:5090";

    /// <summary>Whether terminals are served.</summary>
    /// <value>Defaults to true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where: an IP address and a port, <c>0.0.0.0:5090</c> or <c>[::]:5090</c> for all addresses; port 0 takes a free
    /// one.
    /// </summary>
    /// <value>Defaults to <c>127.0.0.1:5090</c>.</value>
    [Required]
    public string Endpoint { get; set; } = EndpointDefault;

    /// <summary>
    /// A PEM file with the certificate, and those between it and its root; it is read again when it has changed.
    /// </summary>
    /// <value>Null: no TLS.</value>
    public string? Certificate { get; set; }

    /// <summary>A PEM file with the certificate's private key, not encrypted: mode 600.</summary>
    /// <value>Null: it is in the certificate's file.</value>
    public string? CertificateKey { get; set; }

    /// <summary>Connections at once, with those that nobody is let in on yet. More are told to come later.</summary>
    /// <value>1 to 1,000,000; defaults to 20,000.</value>
    [Range(1, 1_000_000)]
    public int SessionsMax { get; set; } = 20_000;

    /// <summary>Connections of an address at once; of IPv6 a /64 network counts as one. More are closed.</summary>
    /// <value>1 to 1,000,000; defaults to 256.</value>
    [Range(1, 1_000_000)]
    public int AddressConnectionsMax { get; set; } = 256;

    /// <summary>
    /// New connections of an address a second, over the last 4 seconds. More are closed.
    /// </summary>
    /// <value>1 to 100,000; defaults to 32.</value>
    [Range(1, 100_000)]
    public int AddressRate { get; set; } = 32;

    /// <summary>
    /// Bytes of a client a second, over 10 seconds. What is more is read later, so the client's own sending waits.
    /// </summary>
    /// <value>1,024 to 16 MiB; defaults to 16 KiB.</value>
    [Range(1_024, 16 * 1024 * 1024)]
    public int ByteRate { get; set; } = 16 * 1024;

    /// <summary>
    /// After how long a silence the client is asked whether it is there. After three, the connection is closed.
    /// </summary>
    /// <value>1 second to 5 minutes; defaults to 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>From the connection to the client's greeting; of TLS, and then again of the greeting.</summary>
    /// <value>1 second to 1 minute; defaults to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Lines that may wait for a client that does not read. One more, and the session ends as slow.</summary>
    /// <value>16 to 65,536; defaults to 1,024.</value>
    [Range(16, 65_536)]
    public int QueueMax { get; set; } = 1_024;

    /// <summary>
    /// Reports of one session that are at grains at the same time, of different subscriptions; others wait in order.
    /// </summary>
    /// <value>1 to 256; defaults to 8.</value>
    [Range(1, 256)]
    public int ReportsUnderWayMax { get; set; } = 8;

    /// <summary>
    /// Reports of all sessions that are at grains at the same time; others wait. When everybody reports at once, what
    /// comes of it would be in the way of the orders that others still wait for.
    /// </summary>
    /// <value>1 to 100,000; defaults to 256.</value>
    [Range(1, 100_000)]
    public int AllReportsUnderWayMax { get; set; } = 256;

    /// <summary>
    /// Handshakes and resumes at grains at the same time, of all sessions: how hard a reconnect of everybody hits.
    /// </summary>
    /// <value>1 to 10,000; defaults to 256.</value>
    [Range(1, 10_000)]
    public int ResumesUnderWayMax { get; set; } = 256;

    /// <summary>How long a last line may take to reach a client, and the client to close then.</summary>
    /// <value>0.1 seconds to 1 minute; defaults to 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ByeTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for sessions to end.</summary>
    /// <value>0.1 seconds to 1 minute; defaults to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan StopTime { get; set; } = TimeSpan.FromSeconds(10);
}
