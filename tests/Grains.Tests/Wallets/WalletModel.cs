using System.Numerics;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>
/// What wallets should do, said as simply as possible: numbers that go up and down, a set of what was done, and no
/// storage, no queue, no time but a number of hours. Written without a look at the grain's code.
/// </summary>
internal sealed class WalletModel
{
    private readonly Dictionary<int, Purse> _purses = [];

    internal int Hours { get; set; }

    /// <summary>What all wallets have together, of which nothing comes or goes but by credits, debits and captures.
    /// </summary>
    internal BigInteger Total => _purses.Values.Aggregate(
        BigInteger.Zero,
        (sum, purse) => sum + purse.Available.Values.Concat(purse.Holds.Values.Select(h => h.Left))
            .Aggregate(BigInteger.Zero, (all, units) => all + units));

    internal Purse this[int wallet]
    {
        get
        {
            if (!_purses.TryGetValue(wallet, out var purse))
            {
                _purses.Add(wallet, purse = new Purse());
            }

            foreach (var (id, hold) in purse.Holds.Where(pair => pair.Value.EndsAt <= Hours).ToList())
            {
                purse.Holds.Remove(id);
                purse.Put(hold.Asset, hold.Left);
            }

            return purse;
        }
    }

    /// <summary>Does a step.</summary>
    /// <returns>The code of the refusal; null: it was done, now or before.</returns>
    internal string? Run(Step step)
    {
        var purse = this[step.Wallet];
        var key = step.Act == Act.Reverse ? $"reversal {step.Target}" : $"{step.Id}";
        if (step.Units == 0 && step.Act is not (Act.Release or Act.Reverse))
        {
            return ErrorCodes.AmountZero;
        }

        if (purse.Done.TryGetValue(key, out var done))
        {
            return done.IsSameAs(step) ? null : ErrorCodes.OperationIdReused;
        }

        var refusal = step.Act switch
        {
            Act.Credit => null,
            Act.Debit => purse.Take(step.Asset, step.Units),
            Act.Hold => Hold(purse, step),
            Act.Capture => Capture(purse, step),
            Act.Release => Release(purse, step),
            Act.Transfer => purse.Take(step.Asset, step.Units),
            _ => Reverse(purse, step),
        };
        if (refusal is not null)
        {
            return refusal;
        }

        if (step.Act == Act.Credit)
        {
            purse.Put(step.Asset, step.Units);
        }
        else if (step.Act == Act.Transfer)
        {
            this[step.Other].Put(step.Asset, step.Units);
        }

        purse.Done.Add(key, step);
        return null;
    }

    private string? Hold(Purse purse, Step step)
    {
        if (purse.Take(step.Asset, step.Units) is { } refusal)
        {
            return refusal;
        }

        purse.Holds.Add(step.Id, new Held(step.Asset, step.Units, step.EndsAt));
        return null;
    }

    private static string? Capture(Purse purse, Step step)
    {
        if (!purse.Holds.TryGetValue(step.Target, out var hold) || hold.Asset != step.Asset)
        {
            return ErrorCodes.HoldUnknown;
        }

        if (hold.Left < step.Units)
        {
            return ErrorCodes.HoldExceeded;
        }

        purse.Holds.Remove(step.Target);
        if (hold.Left > step.Units)
        {
            purse.Holds.Add(step.Target, hold with { Left = hold.Left - step.Units });
        }

        return null;
    }

    private static string? Release(Purse purse, Step step)
    {
        if (!purse.Holds.Remove(step.Target, out var hold))
        {
            return ErrorCodes.HoldUnknown;
        }

        purse.Put(hold.Asset, hold.Left);
        return null;
    }

    private static string? Reverse(Purse purse, Step step)
    {
        if (!purse.Done.TryGetValue($"{step.Target}", out var done)
            || done.Act is not (Act.Credit or Act.Debit or Act.Capture))
        {
            return ErrorCodes.EntryIrreversible;
        }

        if (done.Act == Act.Credit)
        {
            return purse.Take(done.Asset, done.Units);
        }

        purse.Put(done.Asset, done.Units);
        return null;
    }

    internal sealed record Held(int Asset, long Left, int EndsAt);

    internal sealed class Purse
    {
        internal Dictionary<int, long> Available { get; } = [];

        internal Dictionary<int, Held> Holds { get; } = [];

        internal Dictionary<string, Step> Done { get; } = [];

        internal void Put(int asset, long units) => Available[asset] = Available.GetValueOrDefault(asset) + units;

        internal string? Take(int asset, long units)
        {
            if (Available.GetValueOrDefault(asset) < units)
            {
                return ErrorCodes.FundsInsufficient;
            }

            Available[asset] -= units;
            return null;
        }
    }
}

internal enum Act
{
    Credit,
    Debit,
    Hold,
    Capture,
    Release,
    Transfer,
    Reverse,
}

/// <summary>One operation on one wallet, in small numbers, so that ids, holds and wallets meet often.</summary>
internal sealed record Step
{
    public required Act Act { get; init; }

    public required int Wallet { get; init; }

    public required int Id { get; init; }

    public required int Asset { get; init; }

    public required int Units { get; init; }

    /// <summary>The hold or the operation that it is about.</summary>
    public required int Target { get; init; }

    /// <summary>The wallet that a transfer goes to.</summary>
    public required int Other { get; init; }

    /// <summary>When a hold ends, in hours.</summary>
    public int EndsAt { get; init; }

    /// <summary>Above zero: instead of this step the one so many before it is repeated.</summary>
    public required int Again { get; init; }

    /// <summary>True for a step that is aimed at what is there by then, with an id that is new.</summary>
    public required bool Aims { get; init; }

    /// <summary>Hours that pass before it.</summary>
    public required int Passing { get; init; }

    /// <summary>What happens to the first write that it causes: 0 and 1 are faults, others are none.</summary>
    public required int Fault { get; init; }

    /// <summary>True for a step that is sent together with the next one.</summary>
    public required bool IsTogether { get; init; }

    internal bool IsSameAs(Step other) => Parameters == other.Parameters;

    /// <summary>What an operation of this kind is told.</summary>
    private (Act, int, int, int, int, int) Parameters => Act switch
    {
        Act.Credit or Act.Debit => (Act, Asset, Units, 0, 0, 0),
        Act.Hold => (Act, Asset, Units, EndsAt, 0, 0),
        Act.Capture => (Act, Asset, Units, 0, Target, 0),
        Act.Release or Act.Reverse => (Act, 0, 0, 0, Target, 0),
        _ => (Act, Asset, Units, 0, 0, Other),
    };
}
