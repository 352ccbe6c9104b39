using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>What a wallet's entries are about, and the ids of those that no caller gave one.</summary>
internal static class WalletNames
{
    /// <summary>What the entries of a hold are about: its making, captures and release.</summary>
    internal static string Hold(WalletId wallet, UInt128 hold) => $"hold:{wallet.Value}/{Hex(hold)}";

    /// <summary>What both entries of a transfer are about: the one that sends it, and the one that takes it.</summary>
    internal static string Transfer(WalletId from, UInt128 transfer) => $"wallet-transfer:{from.Value}/{Hex(transfer)}";

    /// <summary>The id of the entry that takes a transfer: senders may choose the same id.</summary>
    internal static UInt128 ArrivalId(WalletId from, UInt128 transfer) =>
        LedgerEncoding.IdOf($"arrival of {Transfer(from, transfer)}");

    /// <summary>The id of the entry that releases a hold whose time is over.</summary>
    internal static UInt128 ExpiryId(WalletId wallet, UInt128 hold) =>
        LedgerEncoding.IdOf($"end of {Hold(wallet, hold)}");

    /// <summary>The id of the entry that undoes another one: there is at most one.</summary>
    internal static UInt128 ReversalId(WalletId wallet, UInt128 reverses) =>
        LedgerEncoding.IdOf($"reversal of {wallet.Value}/{Hex(reverses)}");

    /// <summary>An operation's id as it is shown: 32 hexadecimal digits.</summary>
    internal static string Hex(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);
}
