using OrleansTrading.Chains.Near.Rpc;

namespace OrleansTrading.Chains.Near.History;

/// <summary>
/// Reads an account's history in pages, oldest first. NEAR's nodes keep no list of an account's transactions, so blocks
/// are read one by one; but only where <see cref="AccountPrint"/> shows that something happened.
/// </summary>
internal sealed class HistoryReader(NearRpc rpc, NearOptions options, AccountPrint print, BlockReader blocks)
{
    /// <summary>Stretches this short are read; comparing prints would cost as much.</summary>
    private const ulong StretchMin = 4;

    /// <summary>
    /// An idle account's cursor moves only this often, so that polling does not mean writing: about half an hour.
    /// </summary>
    private const ulong IdleBlocks = 1_800;

    /// <summary>A node deletes its oldest blocks while we begin with them: stay clear of them where there are
    /// many.</summary>
    private const ulong StartMargin = 1_000;

    private readonly BlockWalk _walk = new(rpc);

    internal async Task<HistoryPage> ReadAsync(
        string? cursorText, int movementsMax, CancellationToken cancellationToken)
    {
        var tip = await rpc.GetFinalBlockAsync(cancellationToken);
        var start = cursorText is null
            ? await BeginAsync(tip, cancellationToken)
            : HistoryCursor.Parse(cursorText);
        if (tip.Height <= start.Height)
        {
            return new HistoryPage([], cursorText ?? start.Write(), HasMore: false);
        }

        var stretch = new Stretch(tip, await print.ReadAsync(tip, cancellationToken), start);
        if (stretch.IsQuiet)
        {
            var isIdle = cursorText is not null && tip.Height - start.Height < IdleBlocks;
            var end = isIdle ? start : start with { Height = tip.Height };
            return new HistoryPage([], end.Write(), HasMore: false);
        }

        var (movements, isStopped) = await WalkAsync(stretch, movementsMax, cancellationToken);
        return new HistoryPage(
            movements, stretch.At.Write(), HasMore: !isStopped && stretch.At.Height < tip.Height);
    }

    /// <summary>
    /// The node's last final block when nothing has happened after the cursor; null when something has.
    /// </summary>
    internal async Task<ulong?> FindQuietHeightAsync(string cursorText, CancellationToken cancellationToken)
    {
        var tip = await rpc.GetFinalBlockAsync(cancellationToken);
        var start = HistoryCursor.Parse(cursorText);
        return tip.Height <= start.Height
            || new Stretch(tip, await print.ReadAsync(tip, cancellationToken), start).IsQuiet
                ? tip.Height
                : null;
    }

    /// <summary>The cursor of the node's last final block.</summary>
    internal async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var tip = await rpc.GetFinalBlockAsync(cancellationToken);
        return new HistoryCursor(tip.Height, await print.ReadAsync(tip, cancellationToken), tip.Height).Write();
    }

    private async Task<HistoryCursor> BeginAsync(BlockHeader tip, CancellationToken cancellationToken)
    {
        var status = await rpc.GetStatusAsync(cancellationToken);
        var earliest = status.EarliestHeight
            ?? throw rpc.Unusable("status", "it does not tell its earliest_block_height");
        if (tip.Height > earliest + (2 * StartMargin))
        {
            earliest += StartMargin;
        }

        var first = await _walk.FirstFromAsync(earliest, tip.Height, cancellationToken) ?? tip;
        return new HistoryCursor(first.Height, await print.ReadAsync(first, cancellationToken), first.Height);
    }

    /// <summary>Reads on until the page is full, the end is reached, or something of ours is still under way.</summary>
    private async Task<(List<Movement> Movements, bool IsStopped)> WalkAsync(
        Stretch stretch, int movementsMax, CancellationToken cancellationToken)
    {
        var movements = new List<Movement>();
        var isStopped = false;
        BlockHeader? last = null;
        for (var left = options.HistoryBlocksMax;
            left > 0 && movements.Count < movementsMax && stretch.At.Height < stretch.Tip.Height;
            left--)
        {
            if (last is null)
            {
                await SkipQuietAsync(stretch, cancellationToken);
            }

            var block = await _walk.AfterAsync(stretch.At.Height, stretch.Tip.Height, cancellationToken);
            if (await blocks.ReadAsync(block, cancellationToken) is not { } entries)
            {
                isStopped = true;
                break;
            }

            movements.AddRange(entries.Movements);
            var settled = entries.HasSigned
                ? (await rpc.GetFinalBlockAsync(cancellationToken)).Height
                : stretch.At.Settled;
            stretch.At = new HistoryCursor(block.Height, string.Empty, ulong.Max(settled, stretch.At.Settled));
            last = block;
        }

        if (last is not null)
        {
            stretch.At = stretch.At with
            {
                Print = last.Height == stretch.Tip.Height
                    ? stretch.TipPrint
                    : await print.ReadAsync(last, cancellationToken),
            };
        }

        return (movements, isStopped);
    }

    /// <summary>Moves to the end of the stretch, found by halving, up to which nothing has happened.</summary>
    private async Task SkipQuietAsync(Stretch stretch, CancellationToken cancellationToken)
    {
        if (stretch.At.Settled > stretch.At.Height)
        {
            return;
        }

        var busy = stretch.Tip.Height;
        while (busy - stretch.At.Height > StretchMin)
        {
            var middle = stretch.At.Height + ((busy - stretch.At.Height) / 2);
            if (await _walk.FirstFromAsync(middle, busy - 1, cancellationToken) is not { } block)
            {
                busy = middle;
            }
            else if (await print.ReadAsync(block, cancellationToken) == stretch.At.Print)
            {
                stretch.At = stretch.At with { Height = block.Height };
            }
            else
            {
                busy = block.Height;
            }
        }
    }

    /// <summary>What is to be read: from where one is, up to the last final block.</summary>
    private sealed class Stretch(BlockHeader tip, string tipPrint, HistoryCursor at)
    {
        internal BlockHeader Tip { get; } = tip;

        internal string TipPrint { get; } = tipPrint;

        internal HistoryCursor At { get; set; } = at;

        internal bool IsQuiet => At.Settled <= At.Height && At.Print == TipPrint;
    }
}
