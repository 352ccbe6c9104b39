using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>
/// Addresses as people type them. Only G… is an identity: an M… address is one of 2⁶⁴ further names of the same key, so
/// taking it for an identity would let one account pass for many.
/// </summary>
internal static class StellarAddresses
{
    internal static AddressCheck Check(string text)
    {
        if (Strkey.TryDecode(text, out var kind, out _))
        {
            return kind == StrkeyKind.Account ? new AddressCheck(text, null) : Refuse(ProblemOf(kind, text));
        }

        // A secret with a typing error is still nearly a secret.
        return Refuse(LooksSecret(text) ? ProblemOf(StrkeyKind.Seed, text) : ProblemOfText(text));
    }

    private static AddressCheck Refuse(string problem) => new(null, problem);

    private static bool LooksSecret(string text) =>
        text.Trim() is { Length: >= 50 and <= 60 } trimmed
        && trimmed[0] is 'S' or 's'
        && text.Trim().All(char.IsAsciiLetterOrDigit);

    private static string ProblemOfText(string text)
    {
        if (text.Length == 0)
        {
            return "the address is empty";
        }

        if (text.Any(char.IsWhiteSpace))
        {
            return "the address contains white space";
        }

        return text[0] is 'G' or 'g'
            ? "the address is misspelt: a Stellar address is G and 55 capital letters and digits, the last of which "
                + "are a checksum that does not fit"
            : "it is not a Stellar address: those are G and 55 capital letters and digits";
    }

    private static string ProblemOf(StrkeyKind kind, string text) => kind switch
    {
        // Never repeated in a message: messages are logged.
        StrkeyKind.Seed => "that is a secret key, never paste it anywhere; move your funds to a new account if you "
            + "shared it; your address begins with G",
        StrkeyKind.Muxed when MuxedAccount.TryParse(text, out var muxed) =>
            $"a multiplexed address (M…) is one of many names of an account; use the account itself, "
            + $"{muxed.AccountId}, with {muxed.Id} as memo if its holder asks for one",
        StrkeyKind.Contract => "that is a smart contract (C…), which cannot be used here; use an account (G…)",
        StrkeyKind.PreAuthorizedTransaction => "that is the hash of a transaction (T…), not an account (G…)",
        StrkeyKind.Sha256Hash => "that is a hash signer (X…), not an account (G…)",
        StrkeyKind.SignedPayload => "that is a payload signer (P…), not an account (G…)",
        StrkeyKind.LiquidityPool => "that is a liquidity pool (L…), not an account (G…)",
        StrkeyKind.ClaimableBalance => "that is a claimable balance (B…), not an account (G…)",
        _ => "it is not a Stellar account (G…)",
    };
}
