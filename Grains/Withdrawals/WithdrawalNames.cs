using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>The ids of a withdrawal's operations on its wallet: the same at every repeat.</summary>
internal static class WithdrawalNames
{
    /// <summary>
    /// A hold that was refused may be tried again later, with another end: so its end is in its id, and a call that was
    /// late finds no other one's id taken.
    /// </summary>
    internal static UInt128 Hold(WithdrawalId id, WithdrawalTerms terms) => LedgerEncoding.IdOf(
        string.Create(CultureInfo.InvariantCulture, $"hold of {id.Value} until {terms.HoldUntil.UtcTicks}"));

    internal static UInt128 Release(WithdrawalId id) => LedgerEncoding.IdOf($"release of {id.Value}");

    /// <summary>The release of a hold of which nobody was told: the withdrawal was refused after all.</summary>
    internal static UInt128 Undo(WithdrawalId id, WithdrawalTerms terms) => LedgerEncoding.IdOf(
        string.Create(CultureInfo.InvariantCulture, $"undoing of {id.Value} until {terms.HoldUntil.UtcTicks}"));

    internal static UInt128 Amount(WithdrawalId id) => LedgerEncoding.IdOf($"amount of {id.Value}");

    internal static UInt128 Fee(WithdrawalId id) => LedgerEncoding.IdOf($"fee of {id.Value}");
}
