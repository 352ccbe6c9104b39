using OrleansTrading.Audit;
using OrleansTrading.Chains;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Soak.Customers;

/// <summary>
/// A customer's wallet on one chain, which makes one payment at a time: the next one is signed when the last is final,
/// since it takes the account's next sequence number.
/// </summary>
internal sealed class Purse(IChain chain, Findings findings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan FinalMax = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    internal Wallet Wallet { get; } = new(chain);

    internal string Address => Wallet.Address;

    public void Dispose()
    {
        Wallet.Dispose();
        _turn.Dispose();
    }

    /// <summary>Pays, and waits until the network has it for good.</summary>
    /// <returns>The transaction's id.</returns>
    internal async Task<string> PayAsync(
        string to, ChainAmount amount, string? memo, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var payment = await Wallet.PayAsync(to, amount, memo, cancellationToken);
            await UntilFinalAsync(payment, cancellationToken);
            return payment.TransactionId;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task UntilFinalAsync(SignedTransfer payment, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var status = await chain.LookUpAsync(Address, payment, cancellationToken);
            if (status.Fate == TransferFate.Landed)
            {
                return;
            }

            // The networks of a run have no faults: a customer's own payment that does not land is the run's mistake.
            if (status.Fate != TransferFate.InFlight || time.GetElapsedTime(began) > FinalMax)
            {
                findings.Add($"a customer's payment {payment.TransactionId} is {status.Fate}: {status.Reason}");
                return;
            }

            await Task.Delay(LookPeriod, time, cancellationToken);
        }
    }
}
