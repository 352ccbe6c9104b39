using System.Security.Cryptography;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Somebody with a key and an account on one chain, and the chain's own client.</summary>
internal sealed class Party
{
    internal Party(IChain chain)
    {
        Chain = chain;
        Signer = new Ed25519Signer(RandomNumberGenerator.GetBytes(32));
        Address = chain.AddressOf(Signer.PublicKey.Span);
    }

    internal IChain Chain { get; }

    internal Ed25519Signer Signer { get; }

    internal string Address { get; }

    internal AccountId Account => AccountId.Of(Chain.Id, Address);

    /// <summary>Hands a payment to the network, and returns its transaction's id.</summary>
    internal async Task<string> PayAsync(string to, Amount amount, string? memo)
    {
        var sequence = Chain.UsesSequence ? await Chain.GetSequenceAsync(Address, lane: null) + 1 : 0;
        var order = new TransferOrder(Address, to, new ChainAmount(amount.Asset.Value, amount.Units), memo);
        var signed = await Chain.SignAsync(order, sequence, new SigningKeys(Signer));
        var reply = await Chain.SubmitAsync(signed);
        Assert.True(reply.Reply == SubmitReply.Accepted, $"{Chain.Name} did not take the payment: {reply.Detail}");
        return signed.TransactionId;
    }

    internal async Task<string> SignMessageAsync(string message) =>
        Convert.ToBase64String(await Signer.SignAsync(Chain.OwnershipBytes(message)));

    internal async Task<UInt128> BalanceAsync(AssetId asset) =>
        (await Chain.GetBalancesAsync(Address)).Held.FirstOrDefault(b => b.Asset == asset.Value)?.Units ?? 0;
}
