namespace OrleansTrading.Silo.Local;

/// <summary>Where the chains' own servers listen.</summary>
/// <param name="Solana">The Solana JSON-RPC.</param>
/// <param name="Horizon">Stellar's Horizon.</param>
/// <param name="Near">The NEAR JSON-RPC; null where NEAR is not served.</param>
internal sealed record NetworkUrls(Uri Solana, Uri Horizon, Uri? Near);
