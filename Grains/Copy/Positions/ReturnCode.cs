namespace OrleansTrading.Grains.Copy.Positions;

/// <summary>What a trade server's return code asks for.</summary>
internal enum ReturnClass
{
    /// <summary>Executed or accepted.</summary>
    Ok,

    /// <summary>Not executed: the price had moved. A few more attempts with a fresh price.</summary>
    Reprice,

    /// <summary>Not executed: somebody was busy. A few more attempts, later.</summary>
    Wait,

    /// <summary>It may have been executed: look before anything else.</summary>
    Unknown,

    /// <summary>Not executed, and not before something changes: a market opens, trading is allowed.</summary>
    Hold,

    /// <summary>Not executed: the request itself must change.</summary>
    Fix,

    /// <summary>Not executed, and never will be.</summary>
    Never,
}

/// <summary>
/// MetaTrader 5's return codes (MQL5 reference, "Return Codes of the Trade Server"). The classes are ours: MetaQuotes
/// publishes no table of what to repeat.
/// </summary>
internal static class ReturnCode
{
    internal const int Requote = 10004;
    internal const int Reject = 10006;
    internal const int Done = 10009;
    internal const int Invalid = 10013;
    internal const int MarketClosed = 10018;
    internal const int PositionClosed = 10036;

    /// <summary>What an order's return code asks for. A code that is not known may stand for anything.</summary>
    internal static ReturnClass ClassOf(int code, PositionOperation operation) => code switch
    {
        10008 or Done or 10010 or 10025 => ReturnClass.Ok,
        PositionClosed => operation == PositionOperation.Open ? ReturnClass.Never : ReturnClass.Ok,
        Requote or 10020 or 10021 => ReturnClass.Reprice,
        10024 or 10028 or 10029 => ReturnClass.Wait,
        10011 or 10012 or 10023 or 10031 or 10039 => ReturnClass.Unknown,
        10017 or MarketClosed or 10026 or 10027 => ReturnClass.Hold,
        10014 or 10015 or 10016 or 10022 or 10030 or 10038 => ReturnClass.Fix,
        Reject or 10007 or Invalid or 10019 or 10032 or 10033 or 10034 or 10035
            or 10040 or 10041 or 10042 or 10043 or 10044 or 10045 or 10046 => ReturnClass.Never,
        _ => ReturnClass.Unknown,
    };
}
