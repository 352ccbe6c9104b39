using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Wire;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>The three networks of a world, with clients that nothing goes wrong for.</summary>
internal sealed class SimulatedNetworks : IDisposable
{
    private const int StellarDecimals = 7;
    private const int NearValidityBlocks = 25;

    private readonly SolanaDevnet solana;
    private readonly StellarDevnet stellar;
    private readonly NearDevnet near;

    internal SimulatedNetworks(VirtualProcess outside)
    {
        var options = new DevnetOptions
        {
            SlotTime = TimeSpan.FromMilliseconds(400),
            LedgerTime = TimeSpan.FromSeconds(2),
            SolanaFinalitySlots = 8,
            NearBlockTime = TimeSpan.FromSeconds(3),
            NearFinalityBlocks = 2,
            NearValidityBlocks = NearValidityBlocks,
        };
        solana = SolanaDevnet.Open(options, outside.Time);
        stellar = StellarDevnet.Open(options, outside.Time);
        near = NearDevnet.Open(options, outside.Time);
        Chains = CreateChains(solana, stellar.Horizon, near);
    }

    /// <summary>Clients of the networks themselves, in the order Solana, Stellar, NEAR.</summary>
    internal IReadOnlyList<IChain> Chains { get; }

    internal IChain Get(string name) => Chains.First(chain => chain.Name == name);

    internal DevnetFaults FaultsOf(string chain) => chain switch
    {
        SimulatedAssets.Solana => solana.Faults,
        SimulatedAssets.Stellar => stellar.Faults,
        _ => near.Faults,
    };

    /// <summary>
    /// The clients of a process of the platform, which reach the networks through nodes that may fail.
    /// </summary>
    internal IReadOnlyList<IChain> Connect(Func<string, DevnetFaults, SimulatedNodes> nodes) => CreateChains(
        new SimulatedRpc(nodes(SimulatedAssets.Solana, solana.Faults), solana),
        new SimulatedRest(nodes(SimulatedAssets.Stellar, stellar.Faults), stellar.Horizon),
        new SimulatedRpc(nodes(SimulatedAssets.Near, near.Faults), near));

    /// <summary>Opens an account and gives it what it is to have; all of it is final once balances say so.</summary>
    internal async Task FundAsync(SimulatedParty party, UInt128 coins, UInt128 dollars)
    {
        var (address, digits) = (party.Address, dollars.ToString(CultureInfo.InvariantCulture));
        switch (party.Chain.Name)
        {
            case SimulatedAssets.Solana:
                await solana.CallAsync(
                    "requestAirdrop", new JsonArray(address, (ulong)coins), RequestKind.Submission);
                await solana.CallAsync(
                    "devnet_mintTo",
                    new JsonArray(new JsonObject
                    {
                        ["owner"] = address, ["mint"] = SolanaDevnet.UsdcMint, ["amount"] = digits,
                    }),
                    RequestKind.Submission);
                break;

            case SimulatedAssets.Stellar:
                await stellar.Horizon.GetAsync($"friendbot?addr={address}");
                await stellar.Horizon.PostFormAsync("devnet/mint", new Dictionary<string, string>
                {
                    ["account"] = address,
                    ["amount"] = AmountText.Format(dollars, StellarDecimals),
                    ["trust"] = "true",
                });
                break;

            default:
                await near.CallAsync("devnet_fund", Gift(address, coins), RequestKind.Submission);
                await near.CallAsync("devnet_mint", Gift(address, dollars), RequestKind.Submission);
                break;
        }
    }

    /// <summary>
    /// Opens a lane for an account that exists: a nonce account, a channel account, a further access key.
    /// </summary>
    internal async Task<SigningLane> OpenLaneAsync(SimulatedParty account, SimulatedSigner key)
    {
        switch (account.Chain.Name)
        {
            case SimulatedAssets.Solana:
                // The account's own key advances the nonce: the nonce account's is not needed any more.
                return new SigningLane(await SolanaLanes.OpenNonceAsync(solana, key, account.Signer), null);

            case SimulatedAssets.Stellar:
                var address = account.Chain.AddressOf(key.PublicKey.Span);
                await stellar.Horizon.GetAsync($"friendbot?addr={address}");
                return new SigningLane(address, key);

            default:
                return new SigningLane(
                    await NearLanes.AddKeyAsync(near, account.Address, account.Signer, key.PublicKey), key);
        }
    }

    public void Dispose()
    {
        solana.Dispose();
        stellar.Dispose();
        near.Dispose();
    }

    private static JsonObject Gift(string account, UInt128 amount) => new()
    {
        ["account_id"] = account, ["amount"] = amount.ToString(CultureInfo.InvariantCulture),
    };

    private static IReadOnlyList<IChain> CreateChains(IJsonRpc solana, IRestTransport horizon, IJsonRpc near) =>
    [
        SolanaExtensions.CreateChain(SimulatedAssets.SolanaOptions, solana),
        StellarExtensions.CreateChain(SimulatedAssets.StellarOptions, horizon),
        NearExtensions.CreateChain(SimulatedAssets.NearOptions(NearValidityBlocks), near),
    ];
}
