using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Payments;

/// <content>
/// A payment into a wallet: decided and stored first, credited second. Once it is decided nothing else becomes of it,
/// so that what may have been credited never goes back.
/// </content>
internal sealed partial class PaymentGrain
{
    private async Task DecideDepositAsync(DepositCode code)
    {
        if (State.Wallet is { } decided)
        {
            await CreditAsync(decided);
            return;
        }

        if (await GrainFactory.GetGrain<IDepositGrain>(code.Value).GetWalletAsync() is not { } wallet)
        {
            await ConcludeUnknownAsync();
            return;
        }

        State.User = wallet.User;
        if (catalog.Find(Payment.Amount.Asset.Value) is not { } asset)
        {
            await BeginGivingBackAsync(PaymentReasons.AssetNotConfigured, refundAddress: null);
        }
        else if (rules.Refuse(asset) is not null)
        {
            await BeginGivingBackAsync(PaymentReasons.AssetNotAllowed, refundAddress: null);
        }
        else if (TrustGate.Refuse(await trust.EffectsAsync(GrainFactory, wallet.User.Value)) is not null)
        {
            await BeginGivingBackAsync(PaymentReasons.TrustBlocked, refundAddress: null);
        }
        else
        {
            State.Wallet = wallet;
            await MoveAsync(PaymentStatus.Allocated);
            await CreditAsync(wallet);
        }
    }

    /// <summary>
    /// The credit's id follows from the payment's, so that a repeat after a crash finds it in the ledger.
    /// </summary>
    private async Task CreditAsync(WalletId wallet)
    {
        var credited = await GrainFactory.GetGrain<IWalletGrain>(wallet.Value).CreditAsync(new WalletMovement
        {
            Id = LedgerEncoding.IdOf($"deposit of {Payment.Id}"),
            Reason = WalletReason.Deposit,
            Amount = Payment.Amount,
            Account = LedgerAccounts.Payment(Payment.Id),
            Reference = Payment.TransactionId,
        });
        if (credited.Refusal is { } refusal)
        {
            Check.That(refusal.Code != ErrorCodes.OperationIdReused, $"{Payment.Id}: {refusal.Detail}");
            TellWaiting(refusal.Detail);
            return;
        }

        State.TakenUnits = Payment.Amount.Units;
        await MoveAsync(PaymentStatus.Settled);
    }
}
