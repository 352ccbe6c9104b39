using System.Collections.Concurrent;
using System.Security.Cryptography;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>The treasury keys of one test.</summary>
/// <param name="treasuries">The accounts that pay.</param>
/// <param name="lanes">The channel accounts of the one on Stellar, as its configuration has them now.</param>
internal sealed class TestKeys(Party[] treasuries, Func<AccountId, IEnumerable<Party>> lanes) : ITreasuryKeys
{
    public ISigner GetSigner(AccountId account) => treasuries.Single(t => t.Account == account).Signer;

    public IReadOnlyList<SigningLane> GetLanes(AccountId account) =>
        [.. lanes(account).Select(lane => new SigningLane(lane.Address, lane.Signer))];
}

/// <summary>The outages that a test makes up, by chain.</summary>
internal sealed class ScriptedOutages : ConcurrentDictionary<string, ChainOutage>, IChainOutages
{
    public ChainOutage? Find(string chain) => TryGetValue(chain, out var outage) ? outage : null;
}

internal sealed class TestEntropy : IEntropy
{
    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
