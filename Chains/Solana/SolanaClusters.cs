namespace OrleansTrading.Chains.Solana;

/// <summary>
/// The known clusters by their CAIP-2 ids (namespace <c>solana</c>: the first 32 characters of the genesis hash).
/// </summary>
public static class SolanaClusters
{
    /// <summary>mainnet-beta.</summary>
    public const string Mainnet = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

    /// <summary>The public devnet.</summary>
    public const string Devnet = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

    /// <summary>The public testnet.</summary>
    public const string Testnet = "solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z";

    /// <summary>
    /// A network on this machine; the wallet standard's name, since its genesis hash is made anew each time.
    /// </summary>
    public const string Local = "solana:localnet";

    /// <summary>
    /// Turns a cluster's name (mainnet, devnet, testnet, local) into its id; an id is returned as it is.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string Resolve(string nameOrId) => nameOrId switch
    {
        "mainnet" or "mainnet-beta" or Mainnet => Mainnet,
        "devnet" or Devnet => Devnet,
        "testnet" or Testnet => Testnet,
        "local" or "localnet" or Local => Local,
        _ => throw new ArgumentException(
            $"'{nameOrId}' is no known Solana cluster. Use mainnet, devnet, testnet, local, or a CAIP-2 id of theirs."),
    };

    /// <summary>The genesis hash of a public cluster; null for the local one.</summary>
    internal static string? GenesisHashOf(string id) => id switch
    {
        Mainnet => "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
        Devnet => "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG",
        Testnet => "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY",
        _ => null,
    };

    /// <summary>The name that a Sign-In-With-Solana text carries as its chain id.</summary>
    internal static string SignInNameOf(string id) => id switch
    {
        Mainnet => "mainnet",
        Devnet => "devnet",
        Testnet => "testnet",
        _ => "localnet",
    };
}
