using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>
/// SPL Token and Token-2022: mints, accounts, transfers, freezing, closing, and handing an account over. What
/// Token-2022 adds to it is in <see cref="TokenExtensionProgram"/>.
/// </summary>
internal static class TokenProgram
{
    private const byte SetAuthority = 6;
    private const byte FreezeAccount = 10;
    private const byte ThawAccount = 11;
    private const byte InitializeMint2 = 20;
    private const byte AccountOwnerAuthority = 2;
    private const int UnitsOffset = 64;
    private const int OwnerOffset = 32;
    private const int StateOffset = 108;

    // spl-token TokenError.
    private const uint InsufficientFunds = 1;
    private const uint MintMismatch = 3;
    private const uint OwnerMismatch = 4;
    private const uint FixedSupply = 5;
    private const uint AlreadyInUse = 6;
    private const uint NonNativeHasBalance = 11;
    private const uint Overflow = 14;
    private const uint MintCannotFreeze = 16;
    private const uint AccountFrozen = 17;
    private const uint MintDecimalsMismatch = 18;

    internal static void Execute(
        ExecutionContext context, SolanaKey program, IReadOnlyList<SolanaKey> accounts, byte[] data)
    {
        switch (data.Length == 0 ? byte.MaxValue : data[0])
        {
            case TokenCode.Transfer when data.Length >= 9 && accounts.Count >= 3:
                RequireNoMintNeeded(context, program, accounts[0]);
                Transfer(context, program, accounts[0], accounts[1], accounts[2], ReadUnits(data));
                break;
            case TokenCode.TransferChecked when data.Length >= 10 && accounts.Count >= 4:
                TransferChecked(context, program, accounts, ReadUnits(data), data[9], expectedFee: null);
                break;
            case TokenCode.TransferFeeExtension when program == SolanaPrograms.Token2022
                && data.Length >= 19
                && data[1] == TokenCode.TransferCheckedWithFee
                && accounts.Count >= 4:
                TransferChecked(
                    context, program, accounts, ReadUnits(data.AsSpan(2)), data[10], ReadUnits(data.AsSpan(11)));
                break;
            case FreezeAccount or ThawAccount when accounts.Count >= 3:
                SetFrozen(context, program, accounts, data[0] == FreezeAccount);
                break;
            case TokenCode.MintTo when data.Length >= 9 && accounts.Count >= 3:
                Mint(context, program, accounts[0], accounts[1], accounts[2], ReadUnits(data));
                break;
            case TokenCode.MintToChecked when data.Length >= 10 && accounts.Count >= 3:
                RequireDecimals(context, program, accounts[0], data[9]);
                Mint(context, program, accounts[0], accounts[1], accounts[2], ReadUnits(data));
                break;
            case TokenCode.CloseAccount when accounts.Count >= 3:
                Close(context, program, accounts[0], accounts[1], accounts[2]);
                break;
            case SetAuthority when accounts.Count >= 2 && data.Length >= 35 && data[1] == AccountOwnerAuthority:
                HandOver(context, program, accounts[0], accounts[1], new SolanaKey(data.AsSpan(3, SolanaKey.Length)));
                break;
            case InitializeMint2 when data.Length >= 35 && accounts.Count >= 1:
                InitializeMint(context, program, accounts[0], data);
                break;
            case TokenCode.InitializeAccount3 when data.Length >= 33 && accounts.Count >= 2:
                Initialize(context, program, accounts[0], accounts[1], new SolanaKey(data.AsSpan(1, SolanaKey.Length)));
                break;
            default:
                TokenExtensionProgram.Execute(context, program, accounts, data);
                break;
        }
    }

    /// <summary>Makes a token account of an allocated one that the program owns.</summary>
    internal static void Initialize(
        ExecutionContext context, SolanaKey program, SolanaKey key, SolanaKey mint, SolanaKey owner)
    {
        var account = context.Get(key);
        if (account.Owner != program
            || account.Data.Length < TokenAccount.BaseBytes
            || ReadMint(context, program, mint) is not { } facts)
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        if (TokenAccount.TryDecode(account.Data, out _))
        {
            throw new InstructionFailureException(AlreadyInUse);
        }

        var data = (byte[])account.Data.Clone();
        new TokenAccount(mint, owner, 0, TokenExtensionProgram.FirstStateOf(facts)).Encode().CopyTo(data, 0);
        context.Set(key, account with { Data = TokenExtensionProgram.MarkAccount(data) });
    }

    private static void TransferChecked(
        ExecutionContext context,
        SolanaKey program,
        IReadOnlyList<SolanaKey> accounts,
        ulong units,
        byte decimals,
        ulong? expectedFee)
    {
        RequireDecimals(context, program, accounts[1], decimals);
        RequireMint(context, program, accounts[0], accounts[1]);
        var mint = ReadMint(context, program, accounts[1])!;
        var fee = TokenExtensionProgram.CheckTransfer(context, mint, units, expectedFee);
        Transfer(context, program, accounts[0], accounts[2], accounts[3], units, fee);
    }

    /// <summary>The plain transfer does not name the mint, whose extensions it would have to obey.</summary>
    private static void RequireNoMintNeeded(ExecutionContext context, SolanaKey program, SolanaKey from)
    {
        if (program == SolanaPrograms.Token2022
            && ReadMint(context, program, Read(context, program, from).Mint) is { } mint)
        {
            TokenExtensionProgram.RequireNoMintNeeded(mint);
        }
    }

    private static void Transfer(
        ExecutionContext context,
        SolanaKey program,
        SolanaKey from,
        SolanaKey to,
        SolanaKey authority,
        ulong units,
        ulong fee = 0)
    {
        var source = Read(context, program, from);
        var destination = Read(context, program, to);
        if (source.State == TokenAccountState.Frozen || destination.State == TokenAccountState.Frozen)
        {
            throw new InstructionFailureException(AccountFrozen);
        }

        if (source.Units < units)
        {
            context.Logs.Add("Program log: Error: insufficient funds");
            throw new InstructionFailureException(InsufficientFunds);
        }

        if (source.Mint != destination.Mint)
        {
            throw new InstructionFailureException(MintMismatch);
        }

        RequireOwner(context, source, authority);
        TokenExtensionProgram.CheckRecipient(context, destination);
        if (from != to)
        {
            SetUnits(context, from, source.Units - units);
            SetUnits(context, to, Add(destination.Units, units - fee));
            TokenExtensionProgram.Withhold(context, to, fee);
        }
    }

    private static void Mint(
        ExecutionContext context, SolanaKey program, SolanaKey mintKey, SolanaKey to, SolanaKey authority, ulong units)
    {
        var mint = ReadMint(context, program, mintKey) ?? throw InstructionFailureException.InvalidAccountData();
        RequireMint(context, program, to, mintKey);
        if (mint.Authority is not { } minter)
        {
            throw new InstructionFailureException(FixedSupply);
        }

        if (minter != authority)
        {
            throw new InstructionFailureException(OwnerMismatch);
        }

        context.RequireSigner(authority);
        WriteMint(context, mintKey, mint with { Supply = Add(mint.Supply, units) });
        SetUnits(context, to, Add(Read(context, program, to).Units, units));
    }

    private static void Close(
        ExecutionContext context, SolanaKey program, SolanaKey key, SolanaKey destination, SolanaKey authority)
    {
        var account = Read(context, program, key);
        RequireOwner(context, account, authority);
        if (account.Units > 0)
        {
            throw new InstructionFailureException(NonNativeHasBalance);
        }

        var lamports = context.Get(key).Lamports;
        context.Set(key, LedgerAccount.Empty);
        context.AddLamports(destination, lamports);
    }

    private static void HandOver(
        ExecutionContext context, SolanaKey program, SolanaKey key, SolanaKey authority, SolanaKey newOwner)
    {
        RequireOwner(context, Read(context, program, key), authority);
        var account = context.Get(key);
        var data = (byte[])account.Data.Clone();
        newOwner.CopyTo(data.AsSpan(OwnerOffset));
        context.Set(key, account with { Data = data });
    }

    private static void SetFrozen(
        ExecutionContext context, SolanaKey program, IReadOnlyList<SolanaKey> accounts, bool isFrozen)
    {
        RequireMint(context, program, accounts[0], accounts[1]);
        var mint = ReadMint(context, program, accounts[1]) ?? throw InstructionFailureException.InvalidAccountData();
        if (mint.FreezeAuthority is not { } authority)
        {
            throw new InstructionFailureException(MintCannotFreeze);
        }

        if (authority != accounts[2])
        {
            throw new InstructionFailureException(OwnerMismatch);
        }

        context.RequireSigner(authority);
        var account = context.Get(accounts[0]);
        var data = (byte[])account.Data.Clone();
        data[StateOffset] = (byte)(isFrozen ? TokenAccountState.Frozen : TokenAccountState.Initialized);
        context.Set(accounts[0], account with { Data = data });
    }

    private static void InitializeMint(ExecutionContext context, SolanaKey program, SolanaKey key, byte[] data)
    {
        var account = context.Get(key);
        var mayExtend = program == SolanaPrograms.Token2022 && account.Data.Length > TokenExtensions.FirstOffset;
        if (account.Owner != program
            || (account.Data.Length != MintAccount.BaseBytes && !mayExtend)
            || MintAccount.TryDecode(account.Data, out _))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        var freezer = data.Length >= 67 && data[34] == 1 ? new SolanaKey(data.AsSpan(35, SolanaKey.Length)) : default;
        WriteMint(context, key, new MintAccount(
            new SolanaKey(data.AsSpan(2, SolanaKey.Length)),
            0,
            data[1],
            freezer == default ? null : freezer,
            TokenExtensions.Empty));
    }

    private static void WriteMint(ExecutionContext context, SolanaKey key, MintAccount mint)
    {
        var account = context.Get(key);
        var data = (byte[])account.Data.Clone();
        mint.Encode().CopyTo(data, 0);
        context.Set(key, account with { Data = TokenExtensionProgram.MarkMint(data) });
    }

    private static TokenAccount Read(ExecutionContext context, SolanaKey program, SolanaKey key)
    {
        var account = context.Get(key);
        return account.Owner != program ? throw InstructionFailureException.WrongOwner()
            : TokenAccount.TryDecode(account.Data, out var token) ? token
            : throw InstructionFailureException.InvalidAccountData();
    }

    private static MintAccount? ReadMint(ExecutionContext context, SolanaKey program, SolanaKey key) =>
        context.Get(key) is { } account && account.Owner == program && MintAccount.TryDecode(account.Data, out var mint)
            ? mint
            : null;

    private static void RequireMint(ExecutionContext context, SolanaKey program, SolanaKey account, SolanaKey mint)
    {
        if (Read(context, program, account).Mint != mint)
        {
            throw new InstructionFailureException(MintMismatch);
        }
    }

    private static void RequireDecimals(ExecutionContext context, SolanaKey program, SolanaKey mintKey, byte decimals)
    {
        var mint = ReadMint(context, program, mintKey) ?? throw InstructionFailureException.InvalidAccountData();
        if (mint.Decimals != decimals)
        {
            throw new InstructionFailureException(MintDecimalsMismatch);
        }
    }

    private static void RequireOwner(ExecutionContext context, TokenAccount account, SolanaKey authority)
    {
        if (account.Owner != authority)
        {
            context.Logs.Add("Program log: Error: owner does not match");
            throw new InstructionFailureException(OwnerMismatch);
        }

        context.RequireSigner(authority);
    }

    private static void SetUnits(ExecutionContext context, SolanaKey key, ulong units)
    {
        var account = context.Get(key);
        var data = (byte[])account.Data.Clone();
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(UnitsOffset), units);
        context.Set(key, account with { Data = data });
    }

    private static ulong Add(ulong left, ulong right) => left <= ulong.MaxValue - right
        ? left + right
        : throw new InstructionFailureException(Overflow);

    private static ulong ReadUnits(byte[] data) => ReadUnits(data.AsSpan(1));

    private static ulong ReadUnits(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64LittleEndian(data);
}
