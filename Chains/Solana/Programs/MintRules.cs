using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>
/// Which tokens can be used: those of which a recipient gets exactly what is sent, by a transfer that any wallet
/// understands. What a mint may do to its holders otherwise (freeze an account, take tokens back as their permanent
/// delegate) is the operator's decision when the token is configured.
/// </summary>
internal static class MintRules
{
    private const int AuthorityBytes = SolanaKey.Length;

    /// <summary>
    /// What is wrong with a token for good: nothing the issuer does can change it. Null when nothing is.
    /// </summary>
    internal static string? FindFault(MintAccount mint, SolanaAsset asset)
    {
        if (mint.Decimals != asset.Decimals)
        {
            return $"the mint has {mint.Decimals} decimals, but {asset.Decimals} are configured";
        }

        if (mint.Has(TokenExtension.NonTransferable))
        {
            return "its tokens cannot be transferred (extension NonTransferable)";
        }

        var scaling = mint.Has(TokenExtension.InterestBearingConfig) ? TokenExtension.InterestBearingConfig
            : mint.Has(TokenExtension.ScaledUiAmount) ? TokenExtension.ScaledUiAmount
            : TokenExtension.None;
        if (scaling != TokenExtension.None)
        {
            return $"wallets show other amounts of it than there are (extension {scaling}), so that customers would "
                + "pay other amounts than they were asked for";
        }

        var unknown = mint.Extensions.Keys.Where(extension => !Enum.IsDefined(extension)).ToList();
        return unknown.Count > 0
            ? $"its mint has the extension {(ushort)unknown[0]}, which is not known here and may change what a "
                + "transfer does"
            : null;
    }

    /// <summary>
    /// Why the token cannot be sent now, as its issuer has set it. Null when it can.
    /// </summary>
    /// <param name="mint">The mint.</param>
    /// <param name="opensAccount">True when the recipient's account does not exist yet.</param>
    /// <param name="epoch">The cluster's epoch.</param>
    internal static string? FindObstacle(MintAccount mint, bool opensAccount, ulong epoch)
    {
        if (mint.Fees is { } fees)
        {
            var fee = epoch >= fees.Newer.Epoch ? fees.Newer : fees.Older;
            if (fee.TakesAnything || fees.Newer.TakesAnything)
            {
                var worst = fee.TakesAnything ? fee : fees.Newer;
                return $"the token's issuer keeps back {worst.BasisPoints} hundredths of a percent of each transfer, "
                    + $"so that the recipient would get less than was promised (from epoch {worst.Epoch} on)";
            }
        }

        if (mint.Extensions.TryGetValue(TokenExtension.TransferHook, out var hook)
            && hook.Length == 2 * AuthorityBytes
            && hook.AsSpan(AuthorityBytes).ContainsAnyExcept((byte)0))
        {
            return $"the token's transfers call the program {new SolanaKey(hook.AsSpan(AuthorityBytes))}, which may "
                + "refuse them or ask for more accounts (extension TransferHook)";
        }

        if (mint.Extensions.TryGetValue(TokenExtension.Pausable, out var pausable)
            && pausable.Length > AuthorityBytes
            && pausable[AuthorityBytes] != 0)
        {
            return "the token's issuer has paused all transfers";
        }

        return opensAccount
            && mint.Extensions.TryGetValue(TokenExtension.DefaultAccountState, out var state)
            && state is [(byte)TokenAccountState.Frozen]
                ? "the wallet has no account of this token, and the token's issuer freezes new ones until it has "
                    + "approved their holder"
                : null;
    }
}
