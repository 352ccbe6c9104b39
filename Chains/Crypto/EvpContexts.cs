namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// Prepared contexts that are used again: preparing one takes OpenSSL several microseconds, for verifying as long as a
/// sixth of the verification. A context is used by one thread at a time; whoever finds none makes one.
/// </summary>
/// <remarks>
/// Some versions of OpenSSL let a context sign or verify only once after it was prepared. The first refusal that a
/// fresh context contradicts shows it, and from then on contexts are prepared each time.
/// </remarks>
internal static class EvpContexts
{
    private static volatile bool _areSpentAtOnce;

    /// <summary>Whether prepared contexts can be used again, as far as is known.</summary>
    internal static bool CanBeReused => !_areSpentAtOnce;

    /// <summary>A used context refused what a fresh one did.</summary>
    internal static void FoundSpent() => _areSpentAtOnce = true;
}

/// <summary>One key's contexts for signing: at most one is kept.</summary>
internal sealed class SigningContexts(EvpKey key) : IDisposable
{
    private EvpContext? _spare;

    internal byte[] Sign(ReadOnlySpan<byte> message)
    {
        if (Interlocked.Exchange(ref _spare, null) is { } used)
        {
            if (Ed25519.TrySign(used, message) is { } signature)
            {
                Keep(used);
                return signature;
            }

            used.Dispose();
            LibCrypto.ClearErrors();
            var again = SignAfresh(message);
            EvpContexts.FoundSpent();
            return again;
        }

        return SignAfresh(message);
    }

    public void Dispose() => Interlocked.Exchange(ref _spare, null)?.Dispose();

    private byte[] SignAfresh(ReadOnlySpan<byte> message)
    {
        var context = Ed25519.NewSigningContext(key);
        try
        {
            var signature = Ed25519.TrySign(context, message) ?? throw Ed25519.Failed("EVP_DigestSign", 0);
            if (EvpContexts.CanBeReused)
            {
                Keep(context);
                context = null;
            }

            return signature;
        }
        finally
        {
            context?.Dispose();
        }
    }

    private void Keep(EvpContext context)
    {
        Interlocked.Exchange(ref _spare, context)?.Dispose();

        // A context holds the key as well: none may outlive it.
        if (key.IsClosed)
        {
            Dispose();
        }
    }
}

/// <summary>
/// Contexts for verifying, for the public keys that came last: each key has one place of 64, which the next key with
/// the same place takes over. There is nothing secret in them.
/// </summary>
internal static class VerifyingContexts
{
    private const int PlacesCount = 64;

    private static readonly Entry?[] s_places = new Entry?[PlacesCount];

    internal static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        ref var place = ref s_places[publicKey[0] % PlacesCount];
        var entry = Interlocked.Exchange(ref place, null);
        if (entry is not null && publicKey.SequenceEqual(entry.PublicKey))
        {
            if (Ed25519.TryVerify(entry.Context, message, signature))
            {
                Interlocked.Exchange(ref place, entry)?.Dispose();
                return true;
            }
        }

        // A refusal of a used context may be that it is spent; only a fresh one's counts.
        var wasUsed = entry is not null && publicKey.SequenceEqual(entry.PublicKey);
        entry?.Dispose();
        LibCrypto.ClearErrors();
        var isGood = VerifyAfresh(ref place, publicKey, message, signature);
        if (isGood && wasUsed)
        {
            EvpContexts.FoundSpent();
        }

        return isGood;
    }

    private static bool VerifyAfresh(
        ref Entry? place, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (Ed25519.NewVerifyingContext(publicKey) is not { } context)
        {
            return false;
        }

        var isGood = Ed25519.TryVerify(context, message, signature);
        if (isGood && EvpContexts.CanBeReused)
        {
            Interlocked.Exchange(ref place, new Entry(publicKey.ToArray(), context))?.Dispose();
        }
        else
        {
            context.Dispose();
            LibCrypto.ClearErrors();
        }

        return isGood;
    }

    private sealed record Entry(byte[] PublicKey, EvpContext Context) : IDisposable
    {
        public void Dispose() => Context.Dispose();
    }
}
