using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.WebAuth;

/// <summary>
/// Whether the signatures on a challenge are the client's: of keys that together may move the account's money (the
/// medium threshold), or of the master key where the account does not exist.
/// </summary>
internal static class WebAuthSigners
{
    /// <summary>Null when they are, else the problem for people.</summary>
    internal static string? ProblemOf(WebAuthChallenge challenge, HorizonSigners? account, string serverAccount)
    {
        var client = challenge.Client.AccountId;

        // A server does not help a client to authenticate, even where it is one of the account's signers.
        var candidates = (account?.Signers ?? [new HorizonSigner(client, 1)])
            .Where(signer => signer.Weight > 0
                && signer.Key != serverAccount
                && Strkey.TryDecode(signer.Key, StrkeyKind.Account, out _))
            .ToList();
        var others = new List<string> { serverAccount };
        if (challenge.ClientDomainKey is { } domainKey)
        {
            others.Add(domainKey);
            candidates.RemoveAll(signer => signer.Key == domainKey);
        }

        var weight = 0L;
        var found = 0;
        foreach (var signature in challenge.Envelope.Signatures)
        {
            if (others.Find(key => IsBy(key, signature, challenge.Hash)) is { } other)
            {
                others.Remove(other);
            }
            else if (candidates.Find(signer => IsBy(signer.Key, signature, challenge.Hash)) is { } signer)
            {
                // Each key counts once, however often it signed.
                candidates.Remove(signer);
                weight += signer.Weight;
                found++;
            }
            else
            {
                return "it has a signature of a key that is not one of the account's, or one twice";
            }
        }

        if (challenge.ClientDomainKey is not null && others.Contains(challenge.ClientDomainKey))
        {
            return "it is not signed by the key of the client's domain";
        }

        return found == 0 ? "it is not signed by the account"
            : weight < Math.Max(account?.MediumThreshold ?? 1, 1)
                ? $"its signatures weigh {weight}, but the account asks for {account!.MediumThreshold} to move money"
            : null;
    }

    private static bool IsBy(string key, DecoratedSignature signature, byte[] hash) =>
        StellarNetwork.IsSignedBy(key, hash, [signature]);
}
