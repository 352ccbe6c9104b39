using OrleansTrading.Bench.Load;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Bench.Copy;

/// <summary>One signed-in client of the API for each customer.</summary>
internal sealed class Apis : IDisposable
{
    private readonly List<ApiClient> _clients;

    internal Apis(Uri silo, IEnumerable<Customer> customers) =>
        _clients = [.. customers.Select(customer => Open(silo, customer))];

    internal ApiClient this[int index] => _clients[index];

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static ApiClient Open(Uri silo, Customer customer)
    {
        var api = new ApiClient(silo);
        api.SignIn(customer.Token);
        return api;
    }
}
