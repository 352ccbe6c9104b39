using System.Text;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>The parts that transactions and results share: keys, accounts, assets (Stellar-ledger-entries.x).</summary>
internal static class XdrParts
{
    private const int KeyTypeEd25519 = 0;
    private const int KeyTypeMuxedEd25519 = 0x100;
    private const int AssetTypeNative = 0;
    private const int AssetTypeShort = 1;
    private const int AssetTypeLong = 2;

    internal static void WriteAccount(XdrWriter writer, string accountId)
    {
        writer.WriteInt32(KeyTypeEd25519);
        writer.WriteFixed(Strkey.DecodeAccount(accountId));
    }

    internal static string ReadAccount(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        return type == KeyTypeEd25519
            ? Strkey.Encode(StrkeyKind.Account, reader.ReadFixed(Strkey.KeyBytes))
            : throw new XdrFormatException($"Public key type {type} is unknown.");
    }

    internal static void WriteMuxed(XdrWriter writer, MuxedAccount account)
    {
        if (account.Id is not { } id)
        {
            WriteAccount(writer, account.AccountId);
            return;
        }

        writer.WriteInt32(KeyTypeMuxedEd25519);
        writer.WriteUInt64(id);
        writer.WriteFixed(Strkey.DecodeAccount(account.AccountId));
    }

    internal static MuxedAccount ReadMuxed(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        ulong? id = type switch
        {
            KeyTypeEd25519 => null,
            KeyTypeMuxedEd25519 => reader.ReadUInt64(),
            _ => throw new XdrFormatException($"Account type {type} is unknown."),
        };
        return new MuxedAccount(Strkey.Encode(StrkeyKind.Account, reader.ReadFixed(Strkey.KeyBytes)), id);
    }

    internal static void WriteAsset(XdrWriter writer, StellarAsset asset)
    {
        if (asset.IsNative)
        {
            writer.WriteInt32(AssetTypeNative);
            return;
        }

        var isShort = asset.Code.Length <= StellarAsset.ShortCodeLengthMax;
        var code = new byte[isShort ? StellarAsset.ShortCodeLengthMax : StellarAsset.CodeLengthMax];
        Encoding.ASCII.GetBytes(asset.Code, code);
        writer.WriteInt32(isShort ? AssetTypeShort : AssetTypeLong);
        writer.WriteFixed(code);
        WriteAccount(writer, asset.Issuer);
    }

    internal static StellarAsset ReadAsset(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        if (type == AssetTypeNative)
        {
            return StellarAsset.Native;
        }

        var codeBytes = type switch
        {
            AssetTypeShort => reader.ReadFixed(StellarAsset.ShortCodeLengthMax),
            AssetTypeLong => reader.ReadFixed(StellarAsset.CodeLengthMax),
            _ => throw new XdrFormatException($"Asset type {type} is unknown."),
        };
        var code = Encoding.Latin1.GetString(codeBytes).TrimEnd('\0');
        var issuer = ReadAccount(ref reader);

        // A long form of a short code is another asset to the network, which refuses to make one.
        var fits = type == AssetTypeShort || code.Length > StellarAsset.ShortCodeLengthMax;
        return fits && StellarAsset.TryIssued(code, issuer, out var asset)
            ? asset
            : throw new XdrFormatException("An asset code is malformed.");
    }
}
