using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>A local network in memory, a chain client on it, and a clock that the test moves.</summary>
internal sealed class StellarBench : IDisposable
{
    internal const string Xlm = "stellar:devnet/slip44:148";
    internal const long One = 10_000_000;

    internal StellarBench(ManualTime? clock = null, string? folder = null)
    {
        Clock = clock ?? new ManualTime();
        Network = StellarDevnet.Open(new DevnetOptions { JournalFolder = folder }, Clock);
        Chain = StellarExtensions.CreateChain(Options, Network.Horizon);
    }

    internal static string Usdc { get; } = $"stellar:devnet/asset:USDC-{StellarDevnet.UsdcIssuer}";

    internal static StellarOptions Options => new()
    {
        IssuedAssets = [new StellarIssuedAsset(StellarDevnet.UsdcCode, StellarDevnet.UsdcIssuer)],
    };

    internal ManualTime Clock { get; }

    internal StellarDevnet Network { get; }

    internal IChain Chain { get; }

    public void Dispose() => Network.Dispose();

    internal void CloseLedger() => Clock.Advance(DevnetOptions.LedgerTimeDefault);

    /// <summary>A new key pair with 10,000 XLM.</summary>
    internal Party Open(byte tag)
    {
        var party = new Party(tag);
        Network.Fund(party.Address);
        CloseLedger();
        return party;
    }

    /// <summary>A new key pair with 10,000 XLM that trusts the local USDC.</summary>
    internal Party OpenWithUsdc(byte tag, long units = 0, long limit = long.MaxValue)
    {
        var party = Open(tag);
        Include(party, new ChangeTrustOperation(StellarDevnet.Usdc, limit));
        if (units > 0)
        {
            Network.Mint(party.Address, units);
            CloseLedger();
        }

        return party;
    }

    /// <summary>Puts operations of a party into the next ledger and returns what became of them.</summary>
    internal TransactionResult Include(Party party, params StellarOperation[] operations)
    {
        var submission = Network.Submit(Compose(party, operations));
        Assert.Null(submission.Refusal?.Describe());
        Assert.Equal(SubmissionStatus.Pending, submission.Status);
        CloseLedger();
        return Network.Read(view => view.History.Find(submission.Hash)!.Result);
    }

    internal TransactionEnvelope Compose(Party party, params StellarOperation[] operations) =>
        Compose(party, null, StellarMemo.None.Instance, operations);

    internal TransactionEnvelope Compose(
        Party party, TimeBounds? bounds, StellarMemo memo, params StellarOperation[] operations)
    {
        var sequence = Network.Read(view => view.State.Find(party.Address)?.Sequence ?? 0) + 1;
        return party.Sign(Network.Network, new StellarTransaction(
            MuxedAccount.Of(party.Address), (uint)operations.Length * 100, sequence, bounds, memo, operations));
    }

    internal async Task<SignedTransfer> SignAsync(Party from, string to, string asset, long units, string? memo = null)
    {
        var sequence = await Chain.GetSequenceAsync(from.Address, lane: null) + 1;
        return await Chain.SignAsync(
            new TransferOrder(from.Address, to, new ChainAmount(asset, (UInt128)units), memo),
            sequence,
            new SigningKeys(from.Signer));
    }

    internal async Task<SignedTransfer> PayAsync(
        Party from, string to, string asset, long units, string? memo = null)
    {
        var transfer = await SignAsync(from, to, asset, units, memo);
        var result = await Chain.SubmitAsync(transfer);
        Assert.Equal("PENDING", result.Detail);
        Assert.Equal(SubmitReply.Accepted, result.Reply);
        CloseLedger();
        return transfer;
    }

    internal async Task<UInt128> BalanceAsync(string address, string asset)
    {
        var balances = (await Chain.GetBalancesAsync(address)).Held;
        return balances.Single(balance => balance.Asset == asset).Units;
    }

    /// <summary>All lumens together, which never change.</summary>
    internal long TotalLumens() => Network.Read(view =>
        view.State.FeePool + view.State.Accounts.Sum(account => account.Balance));

    internal void AssertConserved() => Assert.Equal(LedgerRules.TotalCoins, TotalLumens());
}

/// <summary>A key pair of a test.</summary>
internal sealed class Party
{
    private readonly byte[] _seed = new byte[32];

    internal Party(byte tag)
    {
        _seed[31] = tag;
        Signer = new Ed25519Signer(_seed);
        Address = StellarKeys.EncodeAddress(Signer.PublicKey.Span);
    }

    internal Ed25519Signer Signer { get; }

    internal string Address { get; }

    internal TransactionEnvelope Sign(StellarNetwork network, StellarTransaction transaction) =>
        new(transaction, false, [Decorate(network, transaction)]);

    internal DecoratedSignature Decorate(StellarNetwork network, StellarTransaction transaction) =>
        StellarNetwork.Decorate(Signer.PublicKey.Span, Ed25519.Sign(_seed, network.Hash(transaction)));

    /// <summary>A fee bump that the party pays for.</summary>
    internal FeeBumpEnvelope Bump(StellarNetwork network, TransactionEnvelope inner, long fee)
    {
        var bump = new FeeBumpEnvelope(MuxedAccount.Of(Address), fee, inner, []);
        var signature = Ed25519.Sign(_seed, network.Hash(bump));
        return bump with { Signatures = [StellarNetwork.Decorate(Signer.PublicKey.Span, signature)] };
    }
}
