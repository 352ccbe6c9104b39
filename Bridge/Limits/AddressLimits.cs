using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Bridge.Limits;

/// <summary>
/// Connections of each address: how many at once, and how many new ones a second. An address without a connection is
/// forgotten once it may open as many as one that was never seen.
/// </summary>
internal sealed class AddressLimits(int connectionsMax, int rate, TimeProvider time)
{
    private const int BurstSeconds = 4;
    private const int NetworkBytes = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Usage> _addresses = [];
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Gets how many addresses are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _addresses.Count;
            }
        }
    }

    /// <summary>Opens a connection. Each that was opened must be closed.</summary>
    /// <returns>Null when it may be; else the limit that is met.</returns>
    internal string? TryOpen(IPAddress address)
    {
        var key = KeyOf(address);
        lock (_gate)
        {
            var now = time.GetTimestamp();
            SweepLocked(now);
            if (!_addresses.TryGetValue(key, out var usage))
            {
                if (_addresses.Count >= BridgeConstants.AddressesMax)
                {
                    return "addresses";
                }

                usage = new Usage { Tokens = rate * BurstSeconds, At = now };
                _addresses.Add(key, usage);
            }

            Refill(usage, now);
            if (usage.Connections >= connectionsMax)
            {
                return "address-connections";
            }

            if (usage.Tokens < 1)
            {
                return "address-rate";
            }

            usage.Tokens--;
            usage.Connections++;
            return null;
        }
    }

    /// <summary>Closes a connection that was opened.</summary>
    internal void Close(IPAddress address)
    {
        lock (_gate)
        {
            _addresses[KeyOf(address)].Connections--;
        }
    }

    private static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        // Who has one address of IPv6 has the network's other 2^64 as well.
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private void Refill(Usage usage, long now)
    {
        var tokens = time.GetElapsedTime(usage.At, now).Ticks * (Int128)rate / TimeSpan.TicksPerSecond;
        if (tokens > 0)
        {
            usage.Tokens = (int)Int128.Min(rate * BurstSeconds, usage.Tokens + tokens);
            usage.At = now;
        }
    }

    /// <summary>Every few seconds at most, however often it is asked.</summary>
    private void SweepLocked(long now)
    {
        if (time.GetElapsedTime(_sweptAt, now) < TimeSpan.FromSeconds(BurstSeconds))
        {
            return;
        }

        _sweptAt = now;
        foreach (var (key, usage) in _addresses)
        {
            Refill(usage, now);
            if (usage.Connections == 0 && usage.Tokens == rate * BurstSeconds)
            {
                _addresses.Remove(key);
            }
        }
    }

    private sealed class Usage
    {
        internal int Connections { get; set; }

        internal int Tokens { get; set; }

        internal long At { get; set; }
    }
}
