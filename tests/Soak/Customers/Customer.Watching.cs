using System.Text.Json.Nodes;

namespace OrleansTrading.Soak.Customers;

/// <content>Looks at what became of the quotes, and asks again for all of them at the end.</content>
internal sealed partial class Customer
{
    private const int PageMax = 100;
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Asks for every quote that has not ended, again and again, until stopped.</summary>
    internal async Task WatchAsync(CancellationToken stops)
    {
        using var period = new PeriodicTimer(WatchPeriod, _world.Clock);
        try
        {
            do
            {
                foreach (var promise in Promises.Where(p => !p.IsTerminal))
                {
                    await promise.AskAsync(_world.Api, Get($"v1/quotes/{promise.Id}"), stops);
                }
            }
            while (await period.WaitForNextTickAsync(stops));
        }
        catch (OperationCanceledException) when (stops.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    /// <summary>
    /// Asks once more for everything that was acknowledged: each quote, the same request with the same key, and the
    /// list. The server answers all of it now.
    /// </summary>
    internal async Task AskForAllAsync(CancellationToken cancellationToken)
    {
        foreach (var promise in Promises)
        {
            SoakRequest[] again = [Get($"v1/quotes/{promise.Id}"), promise.Request with { Token = _token }];
            foreach (var request in again)
            {
                var isGiven = await promise.AskAsync(_world.Api, request, cancellationToken);
                _world.Findings.Require(isGiven, $"{promise.Id} was acknowledged, and {request} does not give it");
            }
        }

        var listed = await ListAsync(cancellationToken);
        foreach (var promise in Promises)
        {
            _world.Findings.Require(listed.Remove(promise.Id), $"{promise.Id} was acknowledged and is not in the list");
        }

        foreach (var id in listed)
        {
            _world.Findings.Add($"{id} is in the list of a customer who was never told of it");
        }
    }

    private async Task<HashSet<string>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var next = cursor is null ? string.Empty : $"&cursor={cursor}";
            var page = await _world.Api.SendAsync(Get($"v1/quotes?limit={PageMax}{next}"), cancellationToken);
            foreach (var quote in page.Require()["items"]!.AsArray().OfType<JsonObject>())
            {
                _world.Findings.Require(ids.Add(quote["id"]!.GetValue<string>()), $"{quote["id"]} is listed twice");
            }

            cursor = page.Body["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return ids;
    }
}
