namespace OrleansTrading.Simulation.Faults;

/// <summary>
/// What can go wrong in a simulated world. A seed draws which of them it has, and how often each happens. Over the
/// command line each is written in small letters with hyphens: <c>store-error</c>.
/// </summary>
internal enum FaultClass
{
    /// <summary>The process dies at some moment and forgets everything; it is started again later.</summary>
    Crash,

    /// <summary>The process dies between a store or wire step and the next.</summary>
    CrashAtPoint,

    /// <summary>A read or a commit fails; nothing was written.</summary>
    StoreError,

    /// <summary>A commit fails without saying whether it took place.</summary>
    StoreOutcomeUnknown,

    /// <summary>The store takes no more writes for the moment.</summary>
    StoreOverload,

    /// <summary>Reads and commits take seconds.</summary>
    SlowDisk,

    /// <summary>A second process runs on the same storage for a while: each grain may have two activations.</summary>
    SecondProcess,

    /// <summary>A transfer is ordered once more, long after the first order: nothing may come of it.</summary>
    RepeatedOrder,

    /// <summary>Grains take few calls at once, and refuse the rest.</summary>
    EngineOverload,

    /// <summary>A node does not answer, or refuses for the rate of requests.</summary>
    RpcError,

    /// <summary>A submission is taken and its answer lost.</summary>
    LostReply,

    /// <summary>A submission is answered as taken and forgotten.</summary>
    DroppedTransaction,

    /// <summary>A submission reaches the chain much later, if it is still valid then.</summary>
    LateInclusion,

    /// <summary>Blocks that are not final are abandoned; what was in them is lost, or comes back later.</summary>
    Fork,

    /// <summary>A transaction is included and its effect fails.</summary>
    FailedOnChain,

    /// <summary>A submission is executed twice, as by a proxy that repeats.</summary>
    DuplicateSubmission,

    /// <summary>One of a chain's nodes is some heights behind.</summary>
    StaleNode,

    /// <summary>One of a chain's nodes has only the last heights of the history.</summary>
    PrunedNode,

    /// <summary>One address stands for several nodes: what belongs together is answered by different ones.</summary>
    Balancer,

    /// <summary>Answers take seconds.</summary>
    SlowReply,

    /// <summary>The network asks many times the usual fee.</summary>
    FeeSpike,

    /// <summary>Somebody else uses up the treasury's next sequence number.</summary>
    SequenceGap,

    /// <summary>A price is missing or stale.</summary>
    PriceGap,

    /// <summary>A price moves by a large part at once.</summary>
    PriceJump,

    /// <summary>A process's wall clock is wrong from its start.</summary>
    ClockSkew,

    /// <summary>A process's wall clock jumps.</summary>
    ClockJump,

    /// <summary>Hints of payments are lost, late and repeated.</summary>
    Hints,

    /// <summary>A customer's call gets no answer though it took effect, or none because it was never made.</summary>
    LostCall,

    /// <summary>Customers pay too little, too much, late, twice, in another asset, or with another memo.</summary>
    Misbehaviour,

    /// <summary>The treasury holds little, so that not every quote can be covered.</summary>
    ShortTreasury,

    /// <summary>The database is lost, and an older copy of it is put in its place.</summary>
    RestoredBackup,

    /// <summary>A terminal's connection breaks; what is on its way is lost.</summary>
    LostLink,

    /// <summary>A terminal dies before or after it has placed an order, and looks for it when it is back.</summary>
    TerminalCrash,

    /// <summary>A broker refuses an order, does a part of it, or does not say what it did.</summary>
    BrokerRefusal,

    /// <summary>A position is closed, filled or changed by its broker or its owner.</summary>
    BrokerEvent,
}

/// <summary>The classes' names and how often each may happen.</summary>
internal static class FaultClasses
{
    internal const int Million = 1_000_000;

    internal static IReadOnlyList<FaultClass> All { get; } = Enum.GetValues<FaultClass>();

    internal static string NameOf(FaultClass fault) => string.Concat(fault.ToString().Select((letter, i) =>
        char.IsAsciiLetterUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    internal static FaultClass? Find(string name) =>
        All.Where(fault => NameOf(fault) == name).Cast<FaultClass?>().FirstOrDefault();

    /// <summary>The most often it happens, in millionths of the times that it could.</summary>
    internal static int RateMax(FaultClass fault) => fault switch
    {
        FaultClass.Crash => 60_000,
        FaultClass.CrashAtPoint => 10_000,
        FaultClass.StoreError or FaultClass.StoreOutcomeUnknown or FaultClass.StoreOverload => 20_000,
        FaultClass.SlowDisk => 20_000,
        FaultClass.SecondProcess => 20_000,
        FaultClass.RpcError => 150_000,
        FaultClass.DroppedTransaction => 900_000,
        FaultClass.LostReply or FaultClass.LateInclusion => 500_000,
        FaultClass.Fork => 250_000,
        FaultClass.FailedOnChain => 200_000,
        FaultClass.DuplicateSubmission => 300_000,
        FaultClass.StaleNode => 400_000,
        FaultClass.SlowReply => 50_000,
        FaultClass.FeeSpike => 150_000,
        FaultClass.SequenceGap => 120_000,
        FaultClass.PriceGap or FaultClass.PriceJump => 150_000,
        FaultClass.ClockJump => 20_000,
        FaultClass.Hints or FaultClass.LostCall => 400_000,
        FaultClass.Misbehaviour => 500_000,
        FaultClass.LostLink => 20_000,
        FaultClass.TerminalCrash => 50_000,
        FaultClass.BrokerRefusal => 400_000,
        FaultClass.BrokerEvent => 30_000,

        // Whether a world has it at all is what the seed draws.
        _ => Million,
    };
}
