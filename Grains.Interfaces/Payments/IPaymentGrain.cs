namespace OrleansTrading.Grains;

/// <summary>
/// One payment that arrived, keyed by <see cref="PaymentId"/>. It answers for the payment until that is delivered for,
/// given back or parked: a <em>payment</em> is what arrived, a <em>delivery</em> is what we owe for it.
/// </summary>
[Alias("ot.IPaymentGrain")]
public interface IPaymentGrain : IGrainWithStringKey
{
    /// <summary>Records the payment and starts its life. Repeating it changes nothing.</summary>
    [Alias("Record")]
    Task RecordAsync(IncomingPayment payment);

    /// <summary>The payment; null when there is none.</summary>
    [ReadOnly, Alias("Get")]
    Task<PaymentView?> GetAsync();

    /// <summary>News may be waiting: go on with what was begun. May be lost or repeated.</summary>
    [OneWay, Alias("Wake")]
    Task WakeAsync();
}
