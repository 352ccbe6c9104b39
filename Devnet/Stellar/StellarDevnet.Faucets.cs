using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar;

/// <summary>The faucets: ordinary transactions of two accounts whose keys everybody knows.</summary>
public sealed partial class StellarDevnet
{
    /// <summary>What the public test network's friendbot gives: 10,000 XLM.</summary>
    internal const long FundingStroops = 10_000_0000000;

    internal static StellarAsset Usdc { get; } = StellarAsset.Issued(UsdcCode, UsdcIssuer);

    internal TransactionEnvelope ComposeFunding(string account) =>
        Compose(DevnetKeys.Friendbot, new CreateAccountOperation(account, FundingStroops));

    internal TransactionEnvelope ComposeMinting(string account, long units) =>
        Compose(DevnetKeys.UsdcIssuer, new PaymentOperation(MuxedAccount.Of(account), Usdc, units));

    /// <summary>Makes an account trust the local USDC in the next ledger, whoever has its key.</summary>
    /// <returns>False when it does already, or there is no such account.</returns>
    internal bool OpenTrustline(string account) => Read(view =>
        view.State.Find(account) is { } holder
        && holder.TrustlineOf(Usdc) is null
        && MakeUp(view, holder, new ChangeTrustOperation(Usdc, long.MaxValue)));

    private Submission SubmitFunding(string account) =>
        Accept(new LedgerView(this, _clock.Height), ComposeFunding(RequireAccount(account)));

    private Submission SubmitMinting(string account, long units) =>
        Accept(new LedgerView(this, _clock.Height), ComposeMinting(RequireAccount(account), units));

    private static string RequireAccount(string account) =>
        Strkey.TryDecode(account, StrkeyKind.Account, out _)
            ? account
            : throw new InvalidOperationException("The account is not a Stellar address (G…).");

    private TransactionEnvelope Compose(DevnetKeys keys, StellarOperation operation)
    {
        var ahead = _pending.Count(pending => pending.Envelope.Source() == keys.Address);
        var transaction = new StellarTransaction(
            MuxedAccount.Of(keys.Address),
            (uint)BaseFee,
            State.Find(keys.Address)!.Sequence + ahead + 1,
            null,
            StellarMemo.None.Instance,
            [operation]);
        var signature = keys.Sign(Network.Hash(transaction));
        return new TransactionEnvelope(
            transaction, false, [StellarNetwork.Decorate(keys.PublicKey, signature)]);
    }
}
