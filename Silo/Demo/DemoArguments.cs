namespace OrleansTrading.Silo.Demo;

/// <summary>Where the demo's customer finds everything, and what it pays.</summary>
/// <param name="Api">The API.</param>
/// <param name="Solana">The Solana JSON-RPC.</param>
/// <param name="Horizon">Stellar's Horizon.</param>
/// <param name="UsdcAmount">How many USDC to pay, as the API spells amounts.</param>
internal sealed record DemoArguments(Uri Api, Uri Solana, Uri Horizon, string UsdcAmount);
