using System.Collections.Frozen;

namespace OrleansTrading.Grains.Copy.Positions;

/// <summary>What moves a position from one status to another.</summary>
internal enum PositionEvent
{
    /// <summary>The order that opens it was made.</summary>
    OpenAsked,

    /// <summary>The order that opens it was handed to a terminal.</summary>
    Told,

    /// <summary>The pending order stands.</summary>
    OrderPlaced,

    /// <summary>It was filled.</summary>
    AllFilled,

    /// <summary>It was filled in part.</summary>
    PartFilled,

    /// <summary>Prices are to be set.</summary>
    ModifyAsked,

    /// <summary>It is to be closed, or its order removed.</summary>
    CloseAsked,

    /// <summary>What was asked for is over, and something is still open.</summary>
    BackToOpen,

    /// <summary>What was asked for is over, and the pending order still stands.</summary>
    BackToPlaced,

    /// <summary>Nobody knows what became of the order.</summary>
    ResultUnknown,

    /// <summary>The order that opens it has failed for good.</summary>
    OpenFailed,

    /// <summary>Nothing is left of it.</summary>
    AllClosed,
}

/// <summary>The position's state machine, whole: what is not listed does not happen.</summary>
internal static class PositionTransitions
{
    /// <summary>Every allowed move.</summary>
    internal static readonly FrozenDictionary<(PositionStatus From, PositionEvent Event), PositionStatus> Allowed =
        Build().ToFrozenDictionary();

    /// <summary>Where an event leads from a status.</summary>
    /// <exception cref="BrokenPromiseException">Nowhere: the event cannot happen in this status.</exception>
    internal static PositionStatus Next(PositionStatus from, PositionEvent happened)
    {
        var allowed = Allowed.TryGetValue((from, happened), out var to);
        Check.That(allowed, $"{happened} cannot happen to a position that is {from}");
        return to;
    }

    /// <summary>True when nothing leads out of the status.</summary>
    internal static bool IsTerminal(PositionStatus status) =>
        status is PositionStatus.Closed or PositionStatus.Rejected;

    private static Dictionary<(PositionStatus From, PositionEvent Event), PositionStatus> Build()
    {
        var moves = new Dictionary<(PositionStatus, PositionEvent), PositionStatus>
        {
            [(PositionStatus.Requested, PositionEvent.OpenAsked)] = PositionStatus.Requested,
            [(PositionStatus.Requested, PositionEvent.Told)] = PositionStatus.Sent,
            [(PositionStatus.Sent, PositionEvent.OpenAsked)] = PositionStatus.Requested,
            [(PositionStatus.Unknown, PositionEvent.OpenAsked)] = PositionStatus.Requested,
        };
        PositionStatus[] opening = [PositionStatus.Requested, PositionStatus.Sent, PositionStatus.Unknown];
        foreach (var from in opening)
        {
            moves[(from, PositionEvent.OrderPlaced)] = PositionStatus.Placed;
            moves[(from, PositionEvent.OpenFailed)] = PositionStatus.Rejected;
        }

        PositionStatus[] fillable =
        [
            .. opening, PositionStatus.Placed, PositionStatus.Modifying, PositionStatus.Closing,
        ];
        foreach (var from in fillable)
        {
            moves[(from, PositionEvent.AllFilled)] = PositionStatus.Filled;
            moves[(from, PositionEvent.PartFilled)] = PositionStatus.PartiallyFilled;
        }

        PositionStatus[] standing =
        [
            PositionStatus.Placed, PositionStatus.Filled, PositionStatus.PartiallyFilled, PositionStatus.Unknown,
        ];
        foreach (var from in standing)
        {
            moves[(from, PositionEvent.ModifyAsked)] = PositionStatus.Modifying;
            moves[(from, PositionEvent.CloseAsked)] = PositionStatus.Closing;
        }

        PositionStatus[] underWay = [PositionStatus.Modifying, PositionStatus.Closing, PositionStatus.Unknown];
        foreach (var from in underWay)
        {
            moves[(from, PositionEvent.BackToOpen)] = PositionStatus.Filled;
            moves[(from, PositionEvent.BackToPlaced)] = PositionStatus.Placed;
        }

        foreach (var from in Enum.GetValues<PositionStatus>().Where(status => !IsTerminal(status)))
        {
            moves[(from, PositionEvent.ResultUnknown)] = PositionStatus.Unknown;
            moves[(from, PositionEvent.AllClosed)] = PositionStatus.Closed;
        }

        return moves;
    }
}
