using System.Security.Cryptography;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Silo.Demo;

/// <summary>A customer's wallet on one chain: a fresh key, and the chain's own client to sign and send with.</summary>
internal sealed class Wallet : IDisposable
{
    private const int SeedBytes = 32;

    private readonly Ed25519Signer _signer;

    internal Wallet(IChain chain)
    {
        Chain = chain;
        var seed = RandomNumberGenerator.GetBytes(SeedBytes);
        _signer = new Ed25519Signer(seed);
        CryptographicOperations.ZeroMemory(seed);
        Address = chain.AddressOf(_signer.PublicKey.Span);
    }

    internal IChain Chain { get; }

    internal string Address { get; }

    public void Dispose() => _signer.Dispose();

    /// <summary>Signs an ownership message the way the chain's wallets do.</summary>
    internal async Task<string> SignMessageAsync(string message)
    {
        var signature = await _signer.SignAsync(Chain.OwnershipBytes(message));
        return Convert.ToBase64String(signature);
    }

    /// <summary>Pays; a memo where the asset carries one.</summary>
    internal async Task<SignedTransfer> PayAsync(
        string to, ChainAmount amount, string? memo, CancellationToken cancellationToken)
    {
        var order = new TransferOrder(Address, to, amount, memo);
        var sequence = Chain.UsesSequence
            ? await Chain.GetSequenceAsync(Address, lane: null, cancellationToken) + 1
            : 0;
        var signed = await Chain.SignAsync(order, sequence, new SigningKeys(_signer), cancellationToken);
        var reply = await Chain.SubmitAsync(signed, cancellationToken);
        return reply.Reply == SubmitReply.Accepted
            ? signed
            : throw new DemoFailedException($"{Chain.Name} did not take the payment: {reply.Detail}");
    }

    /// <summary>What the chain charged for a payment that is final, in its coin.</summary>
    internal async Task<UInt128> ReadFeeAsync(SignedTransfer payment, CancellationToken cancellationToken)
    {
        var status = await Chain.LookUpAsync(Address, payment, cancellationToken);
        return status.Fate == TransferFate.Landed
            ? status.FeeUnits
            : throw new DemoFailedException($"{Chain.Name} says that the payment is {status.Fate}: {status.Reason}");
    }

    /// <summary>Base units of an asset that an account holds at finality.</summary>
    internal async Task<UInt128> BalanceAsync(string account, string asset, CancellationToken cancellationToken)
    {
        var balances = (await Chain.GetBalancesAsync(account, cancellationToken)).Held;
        return balances.FirstOrDefault(b => b.Asset == asset)?.Units ?? UInt128.Zero;
    }
}
