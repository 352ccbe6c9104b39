using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.WebAuth;

/// <summary>
/// A challenge as it came back: a transaction that can never enter a ledger, because its sequence number is 0, and that
/// this server signed first.
/// </summary>
/// <param name="Envelope">The transaction with all its signatures.</param>
/// <param name="Hash">What was signed.</param>
/// <param name="Client">Who authenticates: an account, or one of its holder's numbered customers.</param>
/// <param name="MemoId">The customer's number where the client said it as a memo; null for none.</param>
/// <param name="Nonce">The 48 random bytes of the challenge.</param>
/// <param name="ClientDomainKey">The key that must vouch for the client's own domain, G…; null for none.</param>
internal sealed record WebAuthChallenge(
    TransactionEnvelope Envelope,
    byte[] Hash,
    MuxedAccount Client,
    ulong? MemoId,
    byte[] Nonce,
    string? ClientDomainKey)
{
    internal const int NonceBytes = 48;
    internal const int DomainLengthMax = 64;
    internal const int HomeDomainLengthMax = 59;

    /// <summary>Far above a challenge; a longer text is none.</summary>
    internal const int TextLengthMax = 16 * 1024;

    private const string NameSuffix = " auth";
    private const string WebAuthDomainName = "web_auth_domain";
    private const string ClientDomainName = "client_domain";
    private const uint FeeOfOperation = 100;

    /// <summary>The transaction to be signed by the server and then by the client.</summary>
    internal static StellarTransaction Compose(
        string serverAccount, MuxedAccount client, ulong? memoId, WebAuthOptions options, byte[] nonce, ulong now)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceBytes);
        var server = MuxedAccount.Of(serverAccount);
        StellarOperation[] operations =
        [
            new ManageDataOperation(
                options.HomeDomain + NameSuffix, Encoding.ASCII.GetBytes(Convert.ToBase64String(nonce)), client),
            new ManageDataOperation(WebAuthDomainName, Encoding.ASCII.GetBytes(options.WebAuthDomain), server),
        ];
        return new StellarTransaction(
            server,
            FeeOfOperation * (uint)operations.Length,
            0,
            new TimeBounds(now, now + (ulong)options.ChallengeLifetime.TotalSeconds),
            memoId is { } id ? new StellarMemo.Number(id) : StellarMemo.None.Instance,
            operations);
    }

    /// <summary>
    /// Reads what came back and checks everything that SEP-10 asks but for the client's signatures.
    /// </summary>
    internal static bool TryRead(
        string text,
        StellarNetwork network,
        string serverAccount,
        WebAuthOptions options,
        ulong now,
        [NotNullWhen(true)] out WebAuthChallenge? challenge,
        [NotNullWhen(false)] out string? problem)
    {
        challenge = null;
        if (Decode(text) is not { } envelope)
        {
            problem = "it is not a transaction in base64";
            return false;
        }

        var transaction = envelope.Transaction;
        problem = ProblemOf(transaction, serverAccount, now)
            ?? ProblemOfFirst(transaction, options)
            ?? ProblemOfRest(transaction, serverAccount, options);
        var hash = network.Hash(transaction);
        problem ??= StellarNetwork.IsSignedBy(serverAccount, hash, envelope.Signatures)
            ? null
            : "it is not signed by this server";
        if (problem is not null)
        {
            return false;
        }

        var first = (ManageDataOperation)transaction.Operations[0];
        challenge = new WebAuthChallenge(
            envelope,
            hash,
            first.Source!,
            transaction.Memo is StellarMemo.Number number ? number.Value : null,
            NonceOf(first)!,
            transaction.Operations.Skip(1).OfType<ManageDataOperation>()
                .FirstOrDefault(data => data.Name == ClientDomainName)?.Source?.AccountId);
        return true;
    }

    /// <summary>The nonce of what looks like a challenge, believing nothing of it; null when nothing does.</summary>
    internal static byte[]? PeekNonce(string text) =>
        Decode(text) is { Transaction.Operations: [ManageDataOperation first, ..] } ? NonceOf(first) : null;

    private static TransactionEnvelope? Decode(string text)
    {
        if (text.Length > TextLengthMax)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && EnvelopeCodec.TryDecode(bytes.AsSpan(0, length), out var envelope)
            ? envelope as TransactionEnvelope
            : null;
    }

    private static string? ProblemOf(StellarTransaction transaction, string serverAccount, ulong now)
    {
        if (transaction.Sequence != 0)
        {
            return "its sequence number is not 0, so it could enter a ledger";
        }

        if (transaction.Source != MuxedAccount.Of(serverAccount))
        {
            return "its source is not this server's account";
        }

        if (transaction.TimeBounds is not { MaxTime: > 0 } bounds)
        {
            return "it has no end of validity";
        }

        return now < bounds.MinTime || now > bounds.MaxTime ? "it is not valid now; ask for a new one" : null;
    }

    private static string? ProblemOfFirst(StellarTransaction transaction, WebAuthOptions options)
    {
        if (transaction.Operations is not [ManageDataOperation { Source: { } client } first, ..])
        {
            return "its first operation is not a data entry of the client's account";
        }

        if (first.Name != options.HomeDomain + NameSuffix)
        {
            return $"its first operation is not for {options.HomeDomain}";
        }

        if (NonceOf(first) is null)
        {
            return "its first operation does not carry 48 random bytes in base64";
        }

        return transaction.Memo switch
        {
            StellarMemo.None => null,
            StellarMemo.Number when client.Id is null => null,
            StellarMemo.Number => "it has a memo beside a multiplexed account",
            _ => "its memo is not a number",
        };
    }

    private static string? ProblemOfRest(StellarTransaction transaction, string serverAccount, WebAuthOptions options)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in transaction.Operations.Skip(1))
        {
            if (operation is not ManageDataOperation data)
            {
                return "it has an operation that is not a data entry";
            }

            var isOfServer = data.Source == MuxedAccount.Of(serverAccount);
            if (data.Name == ClientDomainName ? data.Source is not { Id: null } : !isOfServer)
            {
                return $"its operation '{Show(data.Name)}' is not of this server's account";
            }

            if (data.Name is WebAuthDomainName or ClientDomainName && !names.Add(data.Name))
            {
                return $"its operation '{data.Name}' is there twice";
            }

            if (data.Name == WebAuthDomainName
                && (data.Value is null || Encoding.Latin1.GetString(data.Value) != options.WebAuthDomain))
            {
                return $"its {WebAuthDomainName} is not {options.WebAuthDomain}";
            }
        }

        return names.Contains(WebAuthDomainName) ? null : $"it has no {WebAuthDomainName}";
    }

    private static string Show(string name) =>
        new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ' ' ? letter : '?')]);

    private static byte[]? NonceOf(ManageDataOperation first)
    {
        var nonce = new byte[NonceBytes];
        return first.Value is { Length: NonceBytes / 3 * 4 } value
            && Convert.TryFromBase64String(Encoding.Latin1.GetString(value), nonce, out var length)
            && length == NonceBytes
            ? nonce
            : null;
    }
}
