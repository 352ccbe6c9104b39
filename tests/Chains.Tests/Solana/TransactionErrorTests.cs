using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class TransactionErrorTests
{
    private static readonly SolanaKey Alice = Vectors.KeyOf("alice");
    private static readonly SolanaKey Bob = Vectors.KeyOf("bob");

    [Theory]
    [InlineData("\"BlockhashNotFound\"", "blockhash is too old")]
    [InlineData("\"AlreadyProcessed\"", "in a block already")]
    [InlineData("\"AccountInUse\"", "writing one of its accounts")]
    [InlineData("\"AccountNotFound\"", "holds no lamports")]
    [InlineData("\"InsufficientFundsForFee\"", "fewer lamports than the fee")]
    [InlineData("""{"InsufficientFundsForRent":{"account_index":0}}""", "$alice would be left with fewer")]
    [InlineData("""{"InsufficientFundsForRent":{"account_index":99}}""", "an account would be left with fewer")]
    [InlineData("""{"InstructionError":[0,{"Custom":1}]}""", "instruction 0: the paying account has fewer lamports")]
    [InlineData("""{"InstructionError":[0,{"Custom":8}]}""", "is not the nonce account's any more")]
    [InlineData("""{"InstructionError":[1,{"Custom":0}]}""", "handed to another owner")]
    [InlineData("""{"InstructionError":[2,{"Custom":1}]}""", "fewer tokens than it is to pay")]
    [InlineData("""{"InstructionError":[2,{"Custom":17}]}""", "frozen by the token's issuer")]
    [InlineData("""{"InstructionError":[2,{"Custom":4}]}""", "does not own the token account")]
    [InlineData("""{"InstructionError":[3,{"Custom":32}]}""", "keeps back a transfer fee")]
    [InlineData("""{"InstructionError":[3,{"Custom":36}]}""", "with a memo only")]
    [InlineData("""{"InstructionError":[3,{"Custom":37}]}""", "cannot be transferred")]
    [InlineData("""{"InstructionError":[3,{"Custom":67}]}""", "paused all transfers")]
    [InlineData("""{"InstructionError":[2,"ProgramFailedToComplete"]}""", "out of compute units")]
    [InlineData("""{"InstructionError":[2,"ComputationalBudgetExceeded"]}""", "more compute units than its limit")]
    public void Errors_are_put_into_words(string error, string words) => Assert.Contains(
        words.Replace("$alice", Alice.ToString(), StringComparison.Ordinal),
        Describe(error),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("\"SomethingNew\"")]
    [InlineData("{}")]
    [InlineData("""{"SomethingNew":[0]}""")]
    [InlineData("""{"InstructionError":null}""")]
    [InlineData("""{"InstructionError":[0]}""")]
    [InlineData("""{"InstructionError":["0",{"Custom":1}]}""")]
    [InlineData("""{"InstructionError":[-1,{"Custom":1}]}""")]
    [InlineData("""{"InstructionError":[99,{"Custom":1}]}""")]
    [InlineData("""{"InstructionError":[0,{"Custom":"1"}]}""")]
    [InlineData("""{"InstructionError":[0,{"Custom":123456}]}""")]
    [InlineData("""{"InstructionError":[2,{"Custom":32}]}""")]
    [InlineData("""{"InstructionError":[4,{"Custom":1}]}""")]
    [InlineData("""{"InstructionError":[0,{"BorshIoError":"Unknown"}]}""")]
    [InlineData("""{"InstructionError":[0,"SomethingNew"]}""")]
    public void Errors_that_are_not_known_or_malformed_stay_the_nodes(string error) => Assert.Null(Describe(error));

    [Fact]
    public void A_number_means_nothing_without_the_transaction()
    {
        using var error = JsonDocument.Parse("""{"InstructionError":[0,{"Custom":1}]}""");

        Assert.Null(TransactionErrors.Describe(error.RootElement, [1, 2, 3]));
    }

    [Fact]
    public async Task A_refusal_tells_the_nodes_words_then_ours_then_the_error()
    {
        using var data = JsonDocument.Parse("""{"err":{"InstructionError":[2,{"Custom":1}]},"logs":[]}""");
        var rpc = new ScriptedRpc().On("sendTransaction", _ => throw new JsonRpcErrorException(
            -32002, "Transaction simulation failed", data.RootElement));

        var result = await SolanaExtensions.CreateChain(new SolanaOptions(), rpc).SubmitAsync(
            new SignedTransfer("id", Transaction(), 0, 100, null, 5_000));

        Assert.Equal(
            new SubmitResult(
                SubmitReply.Refused,
                "-32002: Transaction simulation failed (instruction 2: the paying token account has fewer tokens than "
                + "it is to pay) {\"InstructionError\":[2,{\"Custom\":1}]}"),
            result);
    }

    private static string? Describe(string error)
    {
        using var parsed = JsonDocument.Parse(error);
        return TransactionErrors.Describe(parsed.RootElement, Transaction());
    }

    /// <summary>One instruction each of the system, associated token, token, Token-2022 and memo programs.</summary>
    private static byte[] Transaction()
    {
        var mint = Vectors.KeyOf("zeta");
        var message = LegacyMessageCompiler.Compile(
            Alice,
            Bob,
            [
                SolanaInstructions.Transfer(Alice, Bob, 1),
                SolanaInstructions.CreateAssociatedTokenIdempotent(Alice, Bob, mint, SolanaPrograms.Token),
                SolanaInstructions.TransferChecked(SolanaPrograms.Token, Alice, mint, Bob, Alice, 1, 6),
                SolanaInstructions.TransferCheckedWithFee(Alice, mint, Bob, Alice, 1, 6, fee: 0),
                SolanaInstructions.Memo("m"),
            ]);
        return new SolanaTransaction([new byte[Ed25519.SignatureBytes]], message, message.Encode()).Encode();
    }
}
