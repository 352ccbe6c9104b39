using OrleansTrading.Audit;
using OrleansTrading.Grains;
using OrleansTrading.Soak.Customers;

namespace OrleansTrading.Soak.Checks;

/// <summary>
/// Waits, once there is no load and no kill any more, until everything has come to its end: each acknowledged quote,
/// each payment that the networks show, each transfer that was ordered. The wait is bounded.
/// </summary>
internal sealed class Settlement(SoakWorld world, Networks networks, string operatorKey)
{
    /// <summary>Several times the lock and the allowance after it.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromMinutes(5);

    /// <summary>
    /// And as much for each thing that is open when the wait begins: an account with one lane pays one transfer after
    /// another, each of which takes its network some seconds until it is final.
    /// </summary>
    private static readonly TimeSpan ForEach = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly HashSet<PaymentId> _ended = [];

    /// <returns>How long it took.</returns>
    internal async Task<TimeSpan> AwaitAsync(IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        var began = world.Clock.GetTimestamp();
        TimeSpan? atMost = null;
        while (true)
        {
            var open = await FindOpenAsync(customers, cancellationToken);
            atMost ??= AtLeast + (ForEach * open.Count);
            if (open.Count == 0 || world.Clock.GetElapsedTime(began) > atMost)
            {
                foreach (var one in open)
                {
                    world.Findings.Add($"{atMost} after the last kill: {one}");
                }

                return world.Clock.GetElapsedTime(began);
            }

            await Task.Delay(Period, world.Clock, cancellationToken);
        }
    }

    private async Task<List<string>> FindOpenAsync(
        IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        var open = customers.SelectMany(customer => customer.Promises).Where(promise => !promise.IsTerminal)
            .Select(promise => $"{promise.Id} is {promise.Status}").ToList();
        foreach (var payment in await networks.ReadArrivedAsync(cancellationToken))
        {
            if (!_ended.Contains(payment) && await FindStatusAsync(payment, cancellationToken) is { } status)
            {
                open.Add($"payment {payment} is {status}");
            }
        }

        var treasuries = await world.Api.SendAsync(Get("v1/operator/treasury"), cancellationToken);
        foreach (var account in treasuries.Require()["items"]!.AsArray())
        {
            open.AddRange(account!["open"]!.AsArray().Select(
                transfer => $"transfer {transfer!["transferId"]} is {transfer["status"]}: {transfer["problem"]}"));
            if (account["halted"] is { } halted)
            {
                open.Add($"{account["accountId"]} is halted: {halted}");
            }
        }

        return open;
    }

    /// <summary>What a payment is that has not ended; null when it has.</summary>
    private async Task<string?> FindStatusAsync(PaymentId payment, CancellationToken cancellationToken)
    {
        var request = Get($"v1/operator/payments/{Uri.EscapeDataString(payment.Value)}") with { MayBeRefused = true };
        var answer = await world.Api.SendAsync(request, cancellationToken);
        var status = answer.IsGood ? answer.Body["status"]!.GetValue<string>() : $"not known: {answer.Code}";
        if (status is "settled" or "refunded" or "parked")
        {
            _ended.Add(payment);
            return null;
        }

        return status;
    }

    private SoakRequest Get(string path) => new("GET", path, Body: null, operatorKey);
}
