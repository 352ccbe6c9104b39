using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>
/// Turns a transaction into the movements of one wallet: what its instructions ordered, checked against what the
/// balances show. The lesser of the two counts, so that neither a transfer fee kept back by a token nor a node's
/// mistake makes more of a payment than arrived.
/// </summary>
internal sealed class MovementReader(
    SolanaKey wallet, string nativeAsset, IReadOnlyList<(SolanaAsset Asset, SolanaKey Account)> tokens)
{
    /// <summary>The wallet's movements: its outgoing entry if it has one, then what came in, in order.</summary>
    internal IReadOnlyList<Movement> Read(TransactionRecord record)
    {
        var memo = TransferReader.ReadMemo(record.Instructions);
        List<TransferEffect> effects = record.Error is null
            ? [.. TransferReader.ReadTransfers(record.Instructions)]
            : [];
        var movements = new List<Movement>();
        if (ReadOutgoing(record, effects, memo) is { } outgoing)
        {
            movements.Add(outgoing);
        }

        movements.AddRange(ReadIncoming(record, effects, memo).OrderBy(movement => movement.Index));
        return movements;
    }

    private Movement? ReadOutgoing(TransactionRecord record, List<TransferEffect> effects, string? memo)
    {
        var left = effects
            .Where(effect => OwnerOf(record, effect.Source, effect) == wallet && !IsToSelf(effect))
            .ToList();
        if (left.Count == 0 && !record.IsSigner(wallet))
        {
            return null;
        }

        // What funds a new account is a cost of the payment; more than one payment has no single name.
        var payments = left.Where(effect => !effect.IsFunding).ToList();
        var payment = payments.Count == 1 ? payments[0] : null;
        var asset = payment is null ? null : AssetOf(record, payment);
        return new Movement(
            record.Transaction.Id,
            0,
            MovementDirection.Outgoing,
            wallet.ToString(),
            (payment is null ? wallet : OwnerOf(record, payment.Destination, payment)).ToString(),
            payment is null || asset is null ? null : new ChainAmount(asset, payment.Units),
            memo,
            record.BlockTime,
            record.Slot,
            Succeeded: record.Error is null);
    }

    private IEnumerable<Movement> ReadIncoming(TransactionRecord record, List<TransferEffect> effects, string? memo)
    {
        var arrivals = Credit(
            effects,
            SolanaPrograms.System,
            wallet,
            nativeAsset,
            Growth(record, wallet, LamportsOf, record.FeeLamports));
        foreach (var (asset, account) in tokens)
        {
            arrivals.AddRange(Credit(
                effects, asset.Program, account, asset.Asset, Growth(record, account, UnitsOf, feeIfPayer: 0)));
        }

        return arrivals.Select(arrival => new Movement(
            record.Transaction.Id,
            arrival.Effect.Index,
            MovementDirection.Incoming,
            OwnerOf(record, arrival.Effect.Source, arrival.Effect).ToString(),
            wallet.ToString(),
            new ChainAmount(arrival.Asset, arrival.Units),

            // A reference belongs to this very transfer, a memo to the whole transaction.
            SolanaReference.ReadMemo(arrival.Effect.Extras) ?? memo,
            record.BlockTime,
            record.Slot,
            Succeeded: true));
    }

    /// <summary>Transfers into the account, none above what its balance grew by, less what earlier ones took.</summary>
    private List<(TransferEffect Effect, string Asset, UInt128 Units)> Credit(
        List<TransferEffect> effects, SolanaKey program, SolanaKey account, string asset, Int128 growth)
    {
        foreach (var effect in effects)
        {
            // What left in the same transaction hides as much of what came in.
            growth += effect.Program == program && effect.Source == account && effect.Destination != account
                ? effect.Units
                : 0;
        }

        var credits = new List<(TransferEffect, string, UInt128)>();
        foreach (var effect in effects)
        {
            if (effect.Program != program || effect.Destination != account || IsToSelf(effect))
            {
                continue;
            }

            var units = Int128.Min(effect.Units, growth);
            if (units > 0)
            {
                credits.Add((effect, asset, (UInt128)units));
                growth -= units;
            }
        }

        return credits;
    }

    /// <summary>A wallet that pays itself has neither earned nor spent.</summary>
    private bool IsToSelf(TransferEffect effect) =>
        effect.Source == effect.Destination || (IsOurs(effect.Source) && IsOurs(effect.Destination));

    private bool IsOurs(SolanaKey account) => account == wallet || tokens.Any(token => token.Account == account);

    private static Int128 Growth(
        TransactionRecord record,
        SolanaKey account,
        Func<TransactionRecord, SolanaKey, (Int128 Before, Int128 After)> balancesOf,
        ulong feeIfPayer)
    {
        var (before, after) = balancesOf(record, account);
        return after - before + (record.Keys[0] == account ? feeIfPayer : 0);
    }

    private static (Int128 Before, Int128 After) LamportsOf(TransactionRecord record, SolanaKey account)
    {
        var index = record.Keys.ToList().IndexOf(account);
        return index < 0 ? (0, 0) : (record.LamportsBefore[index], record.LamportsAfter[index]);
    }

    private static (Int128 Before, Int128 After) UnitsOf(TransactionRecord record, SolanaKey account) =>
        (UnitsIn(record.TokensBefore, account), UnitsIn(record.TokensAfter, account));

    private static Int128 UnitsIn(IReadOnlyList<TokenBalance> balances, SolanaKey account) =>
        balances.FirstOrDefault(balance => balance.Account == account)?.Units ?? 0;

    /// <summary>
    /// The wallet behind an account: itself for lamports; for a token account the owner that the balances name. An
    /// account that was opened and closed within the transaction is not among them: there whoever moved its tokens
    /// stands for the owner, as for newly minted ones.
    /// </summary>
    private SolanaKey OwnerOf(TransactionRecord record, SolanaKey account, TransferEffect effect)
    {
        if (effect.IsLamports || account == wallet)
        {
            return account;
        }

        if (tokens.Any(token => token.Account == account))
        {
            return wallet;
        }

        return record.TokensBefore.Concat(record.TokensAfter)
            .FirstOrDefault(balance => balance.Account == account && balance.Owner is not null)?.Owner
            ?? (account == effect.Source ? effect.Authority : account);
    }

    private string? AssetOf(TransactionRecord record, TransferEffect effect)
    {
        if (effect.IsLamports)
        {
            return nativeAsset;
        }

        var mint = record.TokensBefore.Concat(record.TokensAfter)
            .FirstOrDefault(balance => balance.Account == effect.Source || balance.Account == effect.Destination)?.Mint;
        return tokens.Select(token => token.Asset).FirstOrDefault(asset => asset.Mint == mint)?.Asset;
    }
}
