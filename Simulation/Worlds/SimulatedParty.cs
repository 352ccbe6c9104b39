using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>Somebody with a key and an account on one chain, whose own node is never at fault.</summary>
internal sealed class SimulatedParty
{
    internal SimulatedParty(IChain chain, SplitMix keys)
    {
        Chain = chain;
        Signer = new SimulatedSigner(keys.Bytes(32));
        Address = chain.AddressOf(Signer.PublicKey.Span);
    }

    internal IChain Chain { get; }

    internal SimulatedSigner Signer { get; }

    internal string Address { get; }

    internal AccountId Account => AccountId.Of(Chain.Id, Address);

    /// <summary>Hands a payment to the network; the transaction's id, or null when the node did not take it.</summary>
    internal async Task<string?> PayAsync(string to, ChainAmount amount, string? memo)
    {
        var sequence = Chain.UsesSequence ? await Chain.GetSequenceAsync(Address, lane: null) + 1 : 0;
        var order = new TransferOrder(Address, to, amount, memo);
        var signed = await Chain.SignAsync(order, sequence, new SigningKeys(Signer));
        var reply = await Chain.SubmitAsync(signed);
        return reply.Reply == SubmitReply.Accepted ? signed.TransactionId : null;
    }

    internal async Task<UInt128> BalanceAsync(string asset) =>
        (await Chain.GetBalancesAsync(Address)).Held.FirstOrDefault(b => b.Asset == asset)?.Units ?? 0;
}
