using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>Who asks, as far as the credentials say. Without credentials a request has no caller.</summary>
internal sealed class Caller
{
    /// <summary>Who sent credentials that are nobody's.</summary>
    internal static readonly Caller Nobody = new();

    /// <summary>Who is held off.</summary>
    internal static readonly Caller Refused = new() { HeldOff = true };

    /// <summary>The signed-in user; null for an operator and for wrong credentials.</summary>
    internal UserId? User { get; init; }

    /// <summary>The user's session; null for an operator and for wrong credentials.</summary>
    internal string? SessionId { get; init; }

    /// <summary>The operator's id; null for a user and for wrong credentials.</summary>
    internal string? Operator { get; init; }

    /// <summary>True when the client is held off for sending wrong tokens: the one it sent was not looked at.</summary>
    internal bool HeldOff { get; init; }

    /// <summary>Who asks; null when no credentials were sent.</summary>
    internal static Caller? Of(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The signed-in user of a route that requires one.</summary>
    internal static UserId UserOf(HttpContext context) =>
        Of(context)?.User ?? throw new InvalidOperationException("The route was reached without its access policy.");

    /// <summary>
    /// The client's network address as far as one client is told from another: a host owns all of a 64-bit IPv6 prefix.
    /// </summary>
    internal static string NetworkOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "?";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes).ToString();
    }
}
