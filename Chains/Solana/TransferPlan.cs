using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>What one transfer is made of: instructions, the compute units they may use, and what that costs.</summary>
/// <remarks>
/// The unit limit is computed, not simulated: an upper bound of what these few well-known instructions use, so that a
/// transfer does not run out of units when the state it meets differs from the state it was simulated on. The price of
/// being generous is a priority fee of some lamports.
/// </remarks>
internal sealed class TransferPlan
{
    /// <summary>What the cluster charges for each signature.</summary>
    internal const ulong LamportsPerSignature = 5_000;

    private const ulong MicroLamportsPerLamport = 1_000_000;

    /// <summary>Two compute budget instructions and a system transfer use 150 units each.</summary>
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
    private readonly ulong _units;

    internal TransferPlan(TransferOrder order, SolanaKey from, SolanaKey to, SolanaAsset? token)
    {
        _order = order;
        _token = token;
        From = from;
        To = to;
        _units = order.Amount.Units is { } units && units > 0 && units <= ulong.MaxValue
            ? (ulong)units
            : throw new ArgumentException($"A transfer of {order.Amount.Units} units cannot be made on Solana.");
        (Source, Destination, UnitLimit) = (from, to, BaseUnits + UnitsOfMemo(order.Memo));
        if (token is not null)
        {
            Source = token.AccountOf(from);
            Destination = token.AccountOf(to, out var bump);
            UnitLimit += TokenTransferUnits + AccountCreationUnits + (BumpUnits * (uint)(byte.MaxValue - bump));
        }
    }

    internal SolanaKey From { get; }

    internal SolanaKey To { get; }

    internal uint UnitLimit { get; }

    /// <summary>The accounts this transfer writes, whose recent fees set the price.</summary>
    internal IReadOnlyList<SolanaKey> Written => _token is null ? [From, To] : [From, Source, Destination];

    /// <summary>The account that is debited: the payer, or its token account.</summary>
    private SolanaKey Source { get; }

    /// <summary>The account that is credited: the recipient, or its token account.</summary>
    private SolanaKey Destination { get; }

    /// <summary>The fee at a price, rounded up as the cluster does.</summary>
    internal ulong FeeAt(ulong unitPrice) =>
        LamportsPerSignature
        + (ulong)((((UInt128)UnitLimit * unitPrice) + MicroLamportsPerLamport - 1) / MicroLamportsPerLamport);

    internal SolanaMessage Compile(ulong unitPrice, SolanaKey blockhash)
    {
        var instructions = new List<SolanaInstruction> { SolanaInstructions.ComputeUnitLimit(UnitLimit) };
        if (unitPrice > 0)
        {
            instructions.Add(SolanaInstructions.ComputeUnitPrice(unitPrice));
        }

        if (_order.Memo is { } memo)
        {
            instructions.Add(SolanaInstructions.Memo(memo));
        }

        if (_token is null)
        {
            instructions.Add(SolanaInstructions.Transfer(From, To, _units));
        }
        else
        {
            // Always, even when the account exists: it also makes sure that the account still belongs to the wallet
            // at the moment of payment.
            instructions.Add(
                SolanaInstructions.CreateAssociatedTokenIdempotent(From, To, _token.Mint, _token.Program));
            instructions.Add(SolanaInstructions.TransferChecked(
                _token.Program, Source, _token.Mint, Destination, From, _units, _token.Decimals));
        }

        return LegacyMessageCompiler.Compile(From, blockhash, instructions);
    }

    /// <summary>
    /// Reads signed bytes as a stranger would and compares them with the order: the last check before they can be
    /// persisted. Null when they do exactly what was ordered, else the difference.
    /// </summary>
    internal string? FindDifference(byte[] bytes)
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
        return message.FeePayer != From || message.SignerCount != 1 ? "it is not signed by the payer alone"
            : !Ed25519.Verify(From.ToArray(), transaction.MessageBytes, transaction.Signatures[0])
                ? "the signature does not verify"
            : transfers.Count != 1 ? $"it makes {transfers.Count} transfers"
            : transfers[0].Source != Source || transfers[0].Destination != Destination ? "it pays somebody else"
            : transfers[0].Units != _units ? $"it pays {transfers[0].Units} units"
            : transfers[0].Program != (_token?.Program ?? SolanaPrograms.System) ? "it pays another asset"
            : TransferReader.ReadMemo(executed) != _order.Memo ? "its memo differs"
            : null;
    }

    private static uint UnitsOfMemo(string? memo) =>
        memo is null ? 0 : MemoBaseUnits + (MemoByteUnits * (uint)Encoding.UTF8.GetByteCount(memo));
}
