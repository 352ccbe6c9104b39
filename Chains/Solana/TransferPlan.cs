using System.Text;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>What one transfer is made of: instructions, the compute units they may use, and what that costs.</summary>
internal sealed class TransferPlan
{
    /// <summary>What the cluster charges for each signature.</summary>
    internal const ulong LamportsPerSignature = 5_000;

    private const ulong MicroLamportsPerLamport = 1_000_000;

    /// <summary>Two compute budget instructions, a nonce's and a system transfer use 150 units each.</summary>
    private const uint BaseUnits = 1_000;

    /// <summary>Mainnet shows 6,200 for SPL Token; Token-2022 with its extensions takes several times that.</summary>
    private const uint TokenTransferUnits = 60_000;

    /// <summary>Mainnet shows 20,545 with the first bump seed.</summary>
    private const uint AccountCreationUnits = 60_000;

    /// <summary>Each further bump seed that the program tries costs 1,500.</summary>
    private const uint BumpUnits = 3_000;

    private const uint MemoBaseUnits = 5_000;
    private const uint MemoByteUnits = 500;

    private readonly TransferOrder _order;
    private readonly SolanaAsset? _token;
    private readonly bool _mayKeepFee;
    private readonly ulong _units;

    /// <param name="order">What to pay.</param>
    /// <param name="from">The paying wallet.</param>
    /// <param name="to">The wallet to be paid.</param>
    /// <param name="token">The token; null for SOL.</param>
    /// <param name="mayKeepFee">True when the token's mint could keep back a fee of transfers.</param>
    internal TransferPlan(
        TransferOrder order, SolanaKey from, SolanaKey to, SolanaAsset? token, bool mayKeepFee = false)
    {
        _order = order;
        _token = token;
        _mayKeepFee = mayKeepFee;
        From = from;
        To = to;
        _units = order.Amount.Units is { } units && units > 0 && units <= ulong.MaxValue
            ? (ulong)units
            : throw new ArgumentException($"A transfer of {order.Amount.Units} units cannot be made on Solana.");
        (Source, Destination, UnitsBound) = (from, to, BaseUnits + UnitsOfMemo(order.Memo));
        if (token is not null)
        {
            Source = token.AccountOf(from);
            Destination = token.AccountOf(to, out var bump);
            UnitsBound += TokenTransferUnits + AccountCreationUnits + (BumpUnits * (uint)(byte.MaxValue - bump));
        }
    }

    internal SolanaKey From { get; }

    internal SolanaKey To { get; }

    /// <summary>
    /// A computed upper bound of what these few well-known instructions use, where nothing could be simulated.
    /// </summary>
    internal uint UnitsBound { get; }

    /// <summary>The accounts this transfer writes, whose recent fees set the price.</summary>
    internal IReadOnlyList<SolanaKey> Written => _token is null ? [From, To] : [From, Source, Destination];

    /// <summary>The account that is debited: the payer, or its token account.</summary>
    private SolanaKey Source { get; }

    /// <summary>The account that is credited: the recipient, or its token account.</summary>
    private SolanaKey Destination { get; }

    /// <summary>The fee under terms, rounded up as the cluster does.</summary>
    internal static ulong FeeOf(TransferTerms terms) =>
        (LamportsPerSignature * (terms.Nonce is { } nonce && nonce.Authority != terms.FeePayer ? 2UL : 1UL))
        + PriorityFeeOf(terms.UnitLimit, terms.UnitPrice);

    internal static ulong PriorityFeeOf(uint unitLimit, ulong unitPrice) =>
        (ulong)((((UInt128)unitLimit * unitPrice) + MicroLamportsPerLamport - 1) / MicroLamportsPerLamport);

    /// <summary>The highest price at which the priority fee stays within a sum.</summary>
    internal static ulong PriceWithin(uint unitLimit, ulong lamports) => unitLimit == 0
        ? ulong.MaxValue
        : (ulong)UInt128.Min(ulong.MaxValue, (UInt128)lamports * MicroLamportsPerLamport / unitLimit);

    internal SolanaMessage Compile(TransferTerms terms)
    {
        var instructions = new List<SolanaInstruction>();
        if (terms.Nonce is { } nonce)
        {
            // The runtime looks for it in the first place only.
            instructions.Add(SolanaInstructions.AdvanceNonce(nonce.Account, nonce.Authority));
        }

        instructions.Add(SolanaInstructions.ComputeUnitLimit(terms.UnitLimit));
        if (terms.UnitPrice > 0)
        {
            instructions.Add(SolanaInstructions.ComputeUnitPrice(terms.UnitPrice));
        }

        if (_token is not null)
        {
            // Always, even when the account exists: it also makes sure that the account still belongs to the wallet
            // at the moment of payment.
            instructions.Add(
                SolanaInstructions.CreateAssociatedTokenIdempotent(From, To, _token.Mint, _token.Program));
        }

        if (_order.Memo is { } memo)
        {
            // Right before the transfer, where Token-2022 looks for it when the recipient asks for one.
            instructions.Add(SolanaInstructions.Memo(memo));
        }

        instructions.Add(ComposeTransfer());
        return terms.Version == SolanaMessageVersion.Version0
            ? Version0MessageCompiler.Compile(From, terms.Blockhash, instructions)
            : LegacyMessageCompiler.Compile(From, terms.Blockhash, instructions);
    }

    /// <summary>
    /// Reads signed bytes as a stranger would and compares them with the order: the last check before they can be
    /// persisted. Null when they do exactly what was ordered, else the difference.
    /// </summary>
    internal string? FindDifference(byte[] bytes, TransferTerms terms)
    {
        if (!SolanaTransaction.TryDecode(bytes, out var transaction, out var problem))
        {
            return problem;
        }

        var message = transaction.Message;
        var executed = message.Instructions.Select((instruction, index) => new ExecutedInstruction(
            index,
            message.Keys[instruction.ProgramIndex],
            [.. instruction.AccountIndexes.Select(account => message.Keys[account])],
            instruction.Data)).ToList();
        var transfers = TransferReader.ReadTransfers(executed).ToList();
        SolanaKey[] signers = terms.Nonce is { } nonce && nonce.Authority != From ? [From, nonce.Authority] : [From];
        return !message.Keys.Take(message.SignerCount).SequenceEqual(signers)
                ? "it is not signed by those who should"
            : !transaction.VerifySignatures() ? "the signature does not verify"
            : message.Blockhash != terms.Blockhash ? "its blockhash differs"
            : transfers.Count != 1 ? $"it makes {transfers.Count} transfers"
            : transfers[0].Source != Source || transfers[0].Destination != Destination ? "it pays somebody else"
            : transfers[0].Units != _units ? $"it pays {transfers[0].Units} units"
            : transfers[0].Program != (_token?.Program ?? SolanaPrograms.System) ? "it pays another asset"
            : TransferReader.ReadMemo(executed) != _order.Memo ? "its memo differs"
            : null;
    }

    private SolanaInstruction ComposeTransfer()
    {
        if (_token is null)
        {
            return SolanaInstructions.Transfer(From, To, _units);
        }

        // Where a fee could be kept back, the program itself is told to refuse unless it is nothing: whatever the mint
        // says by then, the recipient gets the amount or nothing happens.
        return _mayKeepFee
            ? SolanaInstructions.TransferCheckedWithFee(
                Source, _token.Mint, Destination, From, _units, _token.Decimals, fee: 0)
            : SolanaInstructions.TransferChecked(
                _token.Program, Source, _token.Mint, Destination, From, _units, _token.Decimals);
    }

    private static uint UnitsOfMemo(string? memo) =>
        memo is null ? 0 : MemoBaseUnits + (MemoByteUnits * (uint)Encoding.UTF8.GetByteCount(memo));
}
