using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>Balances, keys and recipients.</summary>
internal sealed partial class NearChain
{
    /// <inheritdoc/>
    public async Task<string?> CheckSignerAsync(
        string account, ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default)
    {
        var key = NearPublicKey.FromEd25519(publicKey.Span).ToString();
        if (!NearAccountId.IsNearImplicit(account) && _options.AccountKeys.GetValueOrDefault(account) != key)
        {
            return $"the key of {account} is {key}. Put it into {nameof(NearOptions.AccountKeys)}";
        }

        return await FindKeyProblemAsync(account, key, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ChainUnavailableException">Also when the account or the key does not exist.</exception>
    public async Task<ulong> GetSequenceAsync(
        string account, string? lane, CancellationToken cancellationToken = default)
    {
        var key = lane ?? OwnKeyOf(ReadAccount(account));
        var found = await _rpc.FindAccessKeyAsync(account, key, BlockReference.Final, cancellationToken);
        return found switch
        {
            null => throw _rpc.Unusable(
                "query view_access_key",
                $"{account} has no access key {key}. Add it, or open the account by paying it"),
            { IsFullAccess: false } => throw _rpc.Unusable(
                "query view_access_key",
                $"the access key {key} of {account} is limited to calls. Give the account one with full access"),
            _ => found.Nonce,
        };
    }

    /// <inheritdoc/>
    public async Task<ChainBalances> GetBalancesAsync(
        string account, CancellationToken cancellationToken = default)
    {
        ReadAccount(account);
        var tip = await _rpc.GetFinalBlockAsync(cancellationToken);
        var block = BlockReference.At(tip.Hash);
        var state = await _rpc.FindAccountAsync(account, block, cancellationToken);
        var kept = state is null ? UInt128.Zero : KeptForStorage(state);
        var amount = state?.Amount ?? 0;
        var balances = new List<ChainBalance>
        {
            new(NativeAsset, amount, amount > kept ? amount - kept : 0),
        };
        foreach (var token in _tokens)
        {
            var units = await ReadTokenBalanceAsync(token, account, block, cancellationToken);
            balances.Add(new ChainBalance(token.Asset, units, units));
        }

        return new ChainBalances(tip.Height, balances);
    }

    /// <inheritdoc/>
    public async Task<RecipientCheck> CheckRecipientAsync(
        string address, ChainAmount amount, bool mayBeClaimed = false, CancellationToken cancellationToken = default)
    {
        if (CheckAddress(address) is { IsValid: false, Problem: var problem })
        {
            return new RecipientCheck(RecipientVerdict.NotAWallet, problem, 0);
        }

        var token = ReadAsset(amount.Asset);
        var account = await _rpc.FindAccountAsync(address, BlockReference.Final, cancellationToken);
        if (account is null && !OpensByItself(address))
        {
            // Whoever registers the name later would own what was sent to it.
            return new RecipientCheck(
                RecipientVerdict.AccountMissing, $"the NEAR account {address} does not exist", 0);
        }

        return token is null
            ? new RecipientCheck(RecipientVerdict.Payable, null, 0)
            : await CheckTokenRecipientAsync(address, token, cancellationToken);
    }

    /// <summary>
    /// What the account has to keep: its storage, as far as its stake does not cover it. Nothing for a small account.
    /// </summary>
    private static UInt128 KeptForStorage(AccountState state)
    {
        if (state.StorageBytes <= NearConstants.StorageBytesFree)
        {
            return 0;
        }

        var needed = (UInt128)state.StorageBytes * NearConstants.StorageYoctoPerByte;
        return needed > state.Locked ? needed - state.Locked : 0;
    }

    /// <summary>True for accounts that a payment of NEAR opens.</summary>
    private static bool OpensByItself(string account) =>
        NearAccountId.IsNearImplicit(account) || NearAccountId.IsEthImplicit(account);

    private async Task<RecipientCheck> CheckTokenRecipientAsync(
        string address, NearAsset token, CancellationToken cancellationToken)
    {
        if (address == token.Contract)
        {
            return new RecipientCheck(
                RecipientVerdict.NotAWallet, "what is sent to the token's own contract is lost", 0);
        }

        var price = await FindRegistrationPriceAsync(address, token, cancellationToken) ?? 0;
        return price <= _options.RegistrationYoctoMax
            ? new RecipientCheck(RecipientVerdict.Payable, null, price)
            : new RecipientCheck(
                RecipientVerdict.AssetNotAccepted,
                $"{address} is not registered with the token {token.Contract}, and registering it would cost {price} "
                + $"yoctoNEAR, more than {_options.RegistrationYoctoMax}",
                0);
    }

    /// <summary>
    /// What registering an account with a token costs in yoctoNEAR (NEP-145); null when it is registered, or the token
    /// knows no registration.
    /// </summary>
    private async Task<UInt128?> FindRegistrationPriceAsync(
        string account, NearAsset token, CancellationToken cancellationToken)
    {
        var held = await _rpc.CallAsync(
            token.Contract,
            "storage_balance_of",
            new JsonObject { ["account_id"] = account },
            BlockReference.Final,
            cancellationToken);
        if (held is not { ValueKind: JsonValueKind.Null })
        {
            return null;
        }

        var bounds = await _rpc.CallAsync(
            token.Contract, "storage_balance_bounds", [], BlockReference.Final, cancellationToken);
        return bounds is { ValueKind: JsonValueKind.Object } known
            && known.TryGetProperty("min", out var least)
            && least.ValueKind == JsonValueKind.String
            && UInt128.TryParse(least.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var price)
                ? price
                : throw _rpc.Unusable(
                    "storage_balance_bounds", $"{token.Contract} does not say what registering an account costs");
    }

    private async Task<UInt128> ReadTokenBalanceAsync(
        NearAsset token, string account, BlockReference block, CancellationToken cancellationToken)
    {
        var balance = await _rpc.CallAsync(
            token.Contract, "ft_balance_of", new JsonObject { ["account_id"] = account }, block, cancellationToken);
        return balance is { ValueKind: JsonValueKind.String } text
            && UInt128.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? units
            : throw _rpc.Unusable(
                "ft_balance_of",
                $"{token.Contract} does not tell balances. It must be a NEP-141 token on {Id}");
    }

    /// <summary>Why a key may not act for an account; null when it has full access.</summary>
    private async Task<string?> FindKeyProblemAsync(string account, string key, CancellationToken cancellationToken)
    {
        var found = await _rpc.FindAccessKeyAsync(account, key, BlockReference.Final, cancellationToken);
        if (found is not null)
        {
            return found.IsFullAccess ? null : $"the key {key} of {account} is limited to calls";
        }

        // Before it is paid for the first time an implicit account does not exist; then its name is its key.
        var isUnopened = NearAccountId.IsNearImplicit(account)
            && OwnKeyOf(account) == key
            && await _rpc.FindAccountAsync(account, BlockReference.Final, cancellationToken) is null;
        return isUnopened ? null : $"{account} has no access key {key}";
    }
}
