namespace OrleansTrading.Bridge;

/// <summary>What docs/bridge-protocol.md fixes for both sides, and limits that no setting moves.</summary>
internal static class BridgeConstants
{
    /// <summary>The protocol's version.</summary>
    internal const string Version = "1";

    /// <summary>A line with its line feed.</summary>
    internal const int LineBytesMax = 1_024;

    /// <summary>With so many malformed lines a session ends.</summary>
    internal const int MalformedMax = 5;

    /// <summary>After so many heartbeats without a word the connection is closed.</summary>
    internal const int SilentHeartbeatsMax = 3;

    /// <summary>
    /// Lines of a session that wait for grains. A client has at most 1,024 reports that are not confirmed; who sends
    /// more is read later.
    /// </summary>
    internal const int LinesAtGrainsMax = 1_024;

    /// <summary>Symbols that are told to an account in one call: those that came during the call before.</summary>
    internal const int SymbolsInCallMax = 128;

    /// <summary>Subscriptions that a session knows: those of the journal, and those of the account.</summary>
    internal const int SubscriptionsMax = 1_024;

    /// <summary>Orders of a subscription whose first report is timed; older ones are not.</summary>
    internal const int TimedOrdersMax = 64;

    /// <summary>The random bytes of a nonce and of a session's id.</summary>
    internal const int NonceBytes = 16;

    /// <summary>Seconds over which a client's bytes are averaged.</summary>
    internal const int ByteWindowSeconds = 10;

    /// <summary>Addresses that are remembered; more are refused until some are forgotten.</summary>
    internal const int AddressesMax = 65_536;

    /// <summary>The meter's name.</summary>
    internal const string MeterName = "OrleansTrading.Bridge";
}
