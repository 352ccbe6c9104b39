using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet;

/// <summary>How the local networks run. All of them listen on loopback only.</summary>
public sealed class DevnetOptions
{
    /// <summary>Default of <see cref="SlotTime"/>: the slot time of the public Solana clusters.</summary>
    public static readonly TimeSpan SlotTimeDefault = TimeSpan.FromMilliseconds(400);

    /// <summary>Default of <see cref="LedgerTime"/>: faster than the public Stellar network's five seconds.</summary>
    public static readonly TimeSpan LedgerTimeDefault = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="SolanaPort"/>, the port of Solana's own test validator.</summary>
    public const int SolanaPortDefault = 8899;

    /// <summary>Default of <see cref="HorizonPort"/>, the port of Stellar's own quickstart image.</summary>
    public const int HorizonPortDefault = 8000;

    /// <summary>Default of <see cref="NearBlockTime"/>: about that of the public network.</summary>
    public static readonly TimeSpan NearBlockTimeDefault = TimeSpan.FromMilliseconds(500);

    /// <summary>Default of <see cref="NearPort"/>, the port of NEAR's own nodes.</summary>
    public const int NearPortDefault = 3030;

    /// <summary>Default of <see cref="NearFinalityBlocks"/>, that of the public network.</summary>
    public const int NearFinalityBlocksDefault = 2;

    /// <summary>Default of <see cref="NearValidityBlocks"/>: five minutes; the public network has a day.</summary>
    public const int NearValidityBlocksDefault = 600;

    /// <summary>Default of <see cref="SolanaFinalitySlots"/>; the public clusters take 32.</summary>
    public const int SolanaFinalitySlotsDefault = 4;

    /// <summary>The time between two Solana slots. Fixed for the life of a journal.</summary>
    public TimeSpan SlotTime { get; init; } = SlotTimeDefault;

    /// <summary>The time between two Stellar ledgers. Fixed for the life of a journal.</summary>
    public TimeSpan LedgerTime { get; init; } = LedgerTimeDefault;

    /// <summary>The TCP port of the Solana JSON-RPC; 0 takes any free one.</summary>
    public int SolanaPort { get; init; } = SolanaPortDefault;

    /// <summary>The TCP port of Horizon; 0 takes any free one.</summary>
    public int HorizonPort { get; init; } = HorizonPortDefault;

    /// <summary>Slots until a Solana slot is finalized.</summary>
    public int SolanaFinalitySlots { get; init; } = SolanaFinalitySlotsDefault;

    /// <summary>The time between two NEAR blocks. Fixed for the life of a journal.</summary>
    public TimeSpan NearBlockTime { get; init; } = NearBlockTimeDefault;

    /// <summary>The TCP port of the NEAR JSON-RPC; 0 takes any free one.</summary>
    public int NearPort { get; init; } = NearPortDefault;

    /// <summary>Blocks until a NEAR block is final.</summary>
    public int NearFinalityBlocks { get; init; } = NearFinalityBlocksDefault;

    /// <summary>How many blocks after the one it names a NEAR transaction may still be included.</summary>
    public int NearValidityBlocks { get; init; } = NearValidityBlocksDefault;

    /// <summary>
    /// The folder in which each network keeps what it accepted, so that it survives its process. Null: in memory only.
    /// </summary>
    public string? JournalFolder { get; init; }

    /// <summary>Faults by seed, on every network alike. Null: none; they can still be asked for one by one.</summary>
    public FaultPlan? Faults { get; init; }

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        RequireInterval(nameof(SlotTime), SlotTime);
        RequireInterval(nameof(LedgerTime), LedgerTime);
        RequireInterval(nameof(NearBlockTime), NearBlockTime);
        RequirePort(nameof(SolanaPort), SolanaPort);
        RequirePort(nameof(HorizonPort), HorizonPort);
        RequirePort(nameof(NearPort), NearPort);
        RequireOthers(nameof(SolanaPort), SolanaPort, nameof(HorizonPort), HorizonPort);
        RequireOthers(nameof(SolanaPort), SolanaPort, nameof(NearPort), NearPort);
        RequireOthers(nameof(HorizonPort), HorizonPort, nameof(NearPort), NearPort);
        RequireBlocks(nameof(NearFinalityBlocks), NearFinalityBlocks, 100);
        RequireBlocks(nameof(NearValidityBlocks), NearValidityBlocks, 1_000_000);

        RequireBlocks(nameof(SolanaFinalitySlots), SolanaFinalitySlots, 100);
    }

    private static void RequireBlocks(string name, int value, int most)
    {
        if (value < 1 || value > most)
        {
            throw new ArgumentException($"{name} is {value}. It must be between 1 and {most}.");
        }
    }

    private static void RequireOthers(string name, int port, string otherName, int otherPort)
    {
        if (port != 0 && port == otherPort)
        {
            throw new ArgumentException($"{name} and {otherName} are both {port}. They must differ.");
        }
    }

    private static void RequireInterval(string name, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1)
            || value > TimeSpan.FromMinutes(1)
            || value.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentException($"{name} is {value}. It must be whole milliseconds up to one minute.");
        }
    }

    private static void RequirePort(string name, int value)
    {
        if (value is < 0 or > 65535)
        {
            throw new ArgumentException($"{name} is {value}. It must be a TCP port, or 0 for any free one.");
        }
    }
}
