using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>
/// What a durable nonce account's data says (solana-nonce <c>Versions::Current(State::Initialized(Data))</c>, 80
/// bytes): who may use it, and the nonce that the next transaction has in place of a blockhash.
/// </summary>
internal sealed record NonceAccount(SolanaKey Authority, SolanaKey Nonce, ulong LamportsPerSignature)
{
    internal const int Bytes = 80;

    /// <summary>Version 0 accounts hold no durable nonce: they must be upgraded before they can be used.</summary>
    private const uint CurrentVersion = 1;

    private const uint Initialized = 1;
    private const int StateOffset = 4;
    private const int AuthorityOffset = 8;
    private const int NonceOffset = 40;
    private const int FeeOffset = 72;

    internal static bool TryDecode(ReadOnlySpan<byte> data, out NonceAccount account)
    {
        account = null!;
        if (data.Length != Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(data) != CurrentVersion
            || BinaryPrimitives.ReadUInt32LittleEndian(data[StateOffset..]) != Initialized)
        {
            return false;
        }

        account = new NonceAccount(
            new SolanaKey(data[AuthorityOffset..NonceOffset]),
            new SolanaKey(data[NonceOffset..FeeOffset]),
            BinaryPrimitives.ReadUInt64LittleEndian(data[FeeOffset..]));
        return true;
    }

    internal byte[] Encode()
    {
        var data = new byte[Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(data, CurrentVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(StateOffset), Initialized);
        Authority.CopyTo(data.AsSpan(AuthorityOffset));
        Nonce.CopyTo(data.AsSpan(NonceOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(FeeOffset), LamportsPerSignature);
        return data;
    }
}
