using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Bridge;

/// <summary>The rules of <see cref="BridgeOptions"/> that attributes on its own properties cannot say.</summary>
internal sealed class BridgeOptionsValidator : IValidateOptions<BridgeOptions>
{
    private const string Section = "Bridge";

    public ValidateOptionsResult Validate(string? name, BridgeOptions options)
    {
        var problems = new List<string>();
        if (!TryParseEndpoint(options.Endpoint, out _))
        {
            problems.Add(
                $"{Section}:{nameof(options.Endpoint)} is '{options.Endpoint}'. It must be an IP address and a port,"
                + " as 127.0.0.1:5090 or [::]:5090.");
        }

        if (options.Certificate is null && options.CertificateKey is not null)
        {
            problems.Add(
                $"{Section}:{nameof(options.CertificateKey)} is '{options.CertificateKey}', but there is no"
                + $" {Section}:{nameof(options.Certificate)}. Set both, or neither for no TLS.");
        }

        if (options.StopTime < options.ByeTime)
        {
            problems.Add(
                $"{Section}:{nameof(options.StopTime)} is {options.StopTime}. It must be at least"
                + $" {Section}:{nameof(options.ByeTime)} ({options.ByeTime}).");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Reads an address with its port, which must be written.</summary>
    internal static bool TryParseEndpoint(string text, out IPEndPoint endpoint)
    {
        var isRead = IPEndPoint.TryParse(text, out var parsed)
            && text.EndsWith($":{parsed.Port}", StringComparison.Ordinal)
            && !IPAddress.TryParse(text, out _);
        endpoint = parsed ?? new IPEndPoint(IPAddress.None, 0);
        return isRead;
    }
}
