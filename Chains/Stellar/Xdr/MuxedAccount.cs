using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>
/// An account as source or destination: the account itself, or one of its holder's numbered customers.
/// </summary>
/// <param name="AccountId">The account, G….</param>
/// <param name="Id">The holder's own number; null for the plain account.</param>
internal sealed record MuxedAccount(string AccountId, ulong? Id)
{
    internal static MuxedAccount Of(string accountId) => new(accountId, null);

    /// <summary>Reads a G… or M… address.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out MuxedAccount? account)
    {
        account = null;
        if (!Strkey.TryDecode(text, out var kind, out var payload))
        {
            return false;
        }

        account = kind switch
        {
            StrkeyKind.Account => Of(text),
            StrkeyKind.Muxed => new MuxedAccount(
                Strkey.Encode(StrkeyKind.Account, payload.AsSpan(..Strkey.KeyBytes)),
                BinaryPrimitives.ReadUInt64BigEndian(payload.AsSpan(Strkey.KeyBytes))),
            _ => null,
        };
        return account is not null;
    }

    /// <summary>The G… or M… address.</summary>
    public override string ToString()
    {
        if (Id is not { } id)
        {
            return AccountId;
        }

        var payload = new byte[Strkey.MuxedBytes];
        Strkey.DecodeAccount(AccountId).CopyTo(payload, 0);
        BinaryPrimitives.WriteUInt64BigEndian(payload.AsSpan(Strkey.KeyBytes), id);
        return Strkey.Encode(StrkeyKind.Muxed, payload);
    }
}
