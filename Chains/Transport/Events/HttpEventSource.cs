using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Chains.Transport.Events;

/// <summary>Server-Sent Events over HTTP GET.</summary>
internal sealed class HttpEventSource : IEventSource
{
    private const int ReadBytes = 16 * 1024;
    private const string MediaType = "text/event-stream";

    private readonly string _chain;
    private readonly HttpClient _client;
    private readonly EventStreamOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri[] _addresses;
    private uint _opened;

    internal HttpEventSource(string chain, HttpClient client, EventStreamOptions options, TimeProvider time)
    {
        options.Validate();
        (_chain, _client, _options, _time) = (chain, client, options, time);

        // Without the slash the last part of the base path would be replaced instead of extended.
        _addresses = [.. options.BaseAddresses.Select(address =>
            address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ServerEvent> OpenAsync(
        string pathAndQuery, string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var place = (int)((Interlocked.Increment(ref _opened) - 1) % (uint)_addresses.Length);
        var address = _addresses[place];
        using var silence = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var response = await GuardAsync(
            () => ConnectAsync(address, place, pathAndQuery, lastId, linked.Token), place, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(linked.Token);
        var parser = new EventParser();
        var buffer = new byte[ReadBytes];
        while (true)
        {
            silence.CancelAfter(_options.SilenceMax);
            var read = await GuardAsync(
                () => stream.ReadAsync(buffer, linked.Token).AsTask(), place, cancellationToken);
            if (read == 0)
            {
                yield break;
            }

            foreach (var one in parser.Read(buffer.AsSpan(0, read)))
            {
                yield return one;
            }
        }
    }

    private async Task<HttpResponseMessage> ConnectAsync(
        Uri address, int place, string pathAndQuery, string? lastId, CancellationToken cancellationToken)
    {
        if (pathAndQuery.StartsWith('/') || !Uri.TryCreate(pathAndQuery, UriKind.Relative, out var relative))
        {
            throw new ArgumentException("The path is not relative to the base address.", nameof(pathAndQuery));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == MediaType)
        {
            return response;
        }

        var problem = $"it answered HTTP {(int)response.StatusCode} and no event stream";
        response.Dispose();
        throw Unavailable(place, problem, null);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> act, int place, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(place, "it was silent for too long", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unavailable(place, exception.GetType().Name, exception);
        }
    }

    /// <summary>A server is called by its place in the list, because the host's name too may hold a key.</summary>
    private ChainUnavailableException Unavailable(int place, string cause, Exception? inner) =>
        new(_chain, $"{_chain}: the event stream of endpoint #{place + 1} broke: {cause}.", inner);
}
