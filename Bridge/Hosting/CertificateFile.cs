using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using OrleansTrading.Bridge.Diagnostics;

namespace OrleansTrading.Bridge.Hosting;

/// <summary>
/// The certificate of <see cref="BridgeOptions.Certificate"/>: read at the start, and again when its file has changed,
/// so a renewed one needs no restart.
/// </summary>
internal sealed class CertificateFile
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly string? _keyPath;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private (DateTime Certificate, DateTime Key) _written;
    private long _lookedAt;
    private SslStreamCertificateContext _current;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read; the message says why.</exception>
    internal CertificateFile(string path, string? keyPath, TimeProvider time, ILogger logger)
    {
        _path = path;
        _keyPath = keyPath;
        _time = time;
        _logger = logger;
        _lookedAt = time.GetTimestamp();
        try
        {
            _written = Written();
            _current = Read();
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new InvalidOperationException(
                $"Bridge:Certificate is '{path}', Bridge:CertificateKey '{keyPath ?? "(the same file)"}', which cannot"
                + $" be read: {failure.Message} They must be PEM files, the key without a passphrase.",
                failure);
        }
    }

    /// <summary>What is shown to clients that connect now.</summary>
    internal SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_lookedAt) >= LookPeriod)
                {
                    _lookedAt = _time.GetTimestamp();
                    LookAgainLocked();
                }

                return _current;
            }
        }
    }

    private void LookAgainLocked()
    {
        try
        {
            var written = Written();
            if (written != _written)
            {
                // The one before is not disposed of: a handshake may be using it.
                _current = Read();
                _written = written;
            }
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            _logger.CertificateNotRead(_path, failure);
        }
    }

    private static bool IsUnreadable(Exception failure) => failure
        is IOException or UnauthorizedAccessException or CryptographicException
        or ArgumentException;

    private (DateTime Certificate, DateTime Key) Written() =>
        (File.GetLastWriteTimeUtc(_path), _keyPath is null ? default : File.GetLastWriteTimeUtc(_keyPath));

    private SslStreamCertificateContext Read()
    {
        var leaf = X509Certificate2.CreateFromPemFile(_path, _keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_path);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }
}
