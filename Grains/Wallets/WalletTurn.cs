namespace OrleansTrading.Grains.Wallets;

/// <summary>
/// What waits for its turn in a wallet: an operation, a look at it, or the news that a transfer arrived.
/// </summary>
internal sealed class WalletTurn
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The operation; null: it is something else.</summary>
    internal WalletOperation? Operation { get; init; }

    /// <summary>Looks at the state in its turn; null: it is something else.</summary>
    internal Func<WalletView>? Look { get; init; }

    /// <summary>The transfer that has arrived; null: it is something else.</summary>
    internal UInt128? Arrived { get; init; }

    /// <summary>What became of the operation, once <see cref="Done"/> has ended.</summary>
    internal Outcome<WalletReceipt>? Outcome { get; private set; }

    /// <summary>What was seen, once <see cref="Done"/> has ended.</summary>
    internal WalletView? View { get; private set; }

    /// <summary>Ends when what came out is stored.</summary>
    internal Task Done => done.Task;

    /// <summary>Does it in memory.</summary>
    internal void Run(WalletBook book)
    {
        Outcome = Operation is null ? null : book.Run(Operation);
        View = Look?.Invoke();
        if (Arrived is { } transfer)
        {
            book.Forget(transfer);
        }
    }

    internal void Answer() => done.TrySetResult();

    internal void Fail(Exception failure) => done.TrySetException(failure);
}
