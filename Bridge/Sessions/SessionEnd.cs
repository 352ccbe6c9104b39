using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>How a session ends: with a word to the client, or without.</summary>
/// <param name="Code">What <c>BYE</c> says; null: nothing is said.</param>
/// <param name="Text">The same in words, for whoever reads the terminal's log, or ours.</param>
internal sealed record SessionEnd(string? Code, string Text)
{
    internal static readonly SessionEnd ClientGone = new(null, "the client closed the connection");
    internal static readonly SessionEnd Silence = new(null, "nothing was heard for three heartbeats");
    internal static readonly SessionEnd NoHello = new(null, "no HELLO came in time");
    internal static readonly SessionEnd WrongMac = new(null, "a line had a wrong mac");
    internal static readonly SessionEnd LongLine = new(null, "a line was too long");
    internal static readonly SessionEnd Denied = new(BridgeEnds.Denied, "No such account, or a wrong proof");
    internal static readonly SessionEnd Slow = new("SLOW", "Too many lines wait to be read");
    internal static readonly SessionEnd Malformed = new("MALFORMED", "Lines that the protocol does not have");
    internal static readonly SessionEnd OtherVersion = new("VERSION", "The bridge speaks version 1");
    internal static readonly SessionEnd Busy = new("BUSY", "Not possible now; connect again later");
    internal static readonly SessionEnd Full = new("BUSY", "Too many sessions; connect again later");
    internal static readonly SessionEnd NoProvider =
        new("BUSY", "The account belongs to no provider yet; connect again later");

    internal static readonly SessionEnd Lost = new("STOPPING", "The platform lost this session; connect again");
    internal static readonly SessionEnd Stopping = new("STOPPING", "The bridge stops; connect again");

    /// <summary>What a grain says.</summary>
    internal static SessionEnd Of(string code) => code switch
    {
        BridgeEnds.Replaced => new(code, "The account has a newer session"),
        BridgeEnds.WrongAccount => new(code, "The terminal trades another account than was registered"),
        BridgeEnds.Disabled => new(code, "The account was closed or its secret changed"),
        BridgeEnds.Denied => Denied,
        _ => new(code, "Ended by the platform"),
    };
}
