using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>
/// Addresses that programs own: hashes that are no curve points, so that nobody can hold a key for them (solana-sdk
/// <c>Pubkey::find_program_address</c>).
/// </summary>
internal static class SolanaAccounts
{
    private const int SeedsMax = 16;
    private const int SeedBytesMax = 32;

    /// <summary>Each takes a power in the field, and the same few are asked for at each look at an account.</summary>
    private static readonly RecentValues<(SolanaKey, SolanaKey, SolanaKey), (SolanaKey Address, byte Bump)> s_tokens =
        new(2048);

    private static readonly byte[] Marker = "ProgramDerivedAddress"u8.ToArray();

    /// <summary>The token account of a wallet for a mint that everybody can compute.</summary>
    internal static SolanaKey AssociatedToken(SolanaKey owner, SolanaKey mint, SolanaKey tokenProgram) =>
        AssociatedToken(owner, mint, tokenProgram, out _);

    /// <summary>The same, with the bump seed that makes it an address.</summary>
    internal static SolanaKey AssociatedToken(
        SolanaKey owner, SolanaKey mint, SolanaKey tokenProgram, out byte bump)
    {
        if (s_tokens.TryGet((owner, mint, tokenProgram), out var known))
        {
            bump = known.Bump;
            return known.Address;
        }

        var address = FindProgramAddress(
            [owner.ToArray(), tokenProgram.ToArray(), mint.ToArray()], SolanaPrograms.AssociatedToken, out bump);
        s_tokens.Remember((owner, mint, tokenProgram), (address, bump));
        return address;
    }

    /// <summary>The first of the 256 candidates that is off the curve, counting the bump seed down from 255.</summary>
    /// <exception cref="ArgumentException">Too many seeds, a seed is too long, or no candidate fits.</exception>
    internal static SolanaKey FindProgramAddress(IReadOnlyList<byte[]> seeds, SolanaKey program, out byte bump)
    {
        if (seeds.Count >= SeedsMax || seeds.Any(seed => seed.Length > SeedBytesMax))
        {
            throw new ArgumentException(
                $"A program address has fewer than {SeedsMax} seeds of at most {SeedBytesMax} bytes.", nameof(seeds));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var candidate = (int)byte.MaxValue; candidate >= 0; candidate--)
        {
            bump = (byte)candidate;
            using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var seed in seeds)
            {
                hasher.AppendData(seed);
            }

            hasher.AppendData([bump]);
            hasher.AppendData(program.ToArray());
            hasher.AppendData(Marker);
            hasher.GetHashAndReset(hash);
            if (!Ed25519.IsOnCurve(hash))
            {
                return new SolanaKey(hash);
            }
        }

        throw new ArgumentException("No bump seed gives an address off the curve.", nameof(seeds));
    }
}
