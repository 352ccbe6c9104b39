using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>What a call did.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Value">What it returned; empty for nothing.</param>
/// <param name="Payback">yoctoNEAR that go back to the caller in a receipt of their own.</param>
/// <param name="Touched">The holders whose balances changed.</param>
internal sealed record CallResult(NearState State, byte[] Value, UInt128 Payback, IReadOnlyList<string> Touched);

/// <summary>The contract panicked with these words, or has no such method (null).</summary>
internal sealed class ContractFailure(string? words)
{
    internal JsonNode ToJson() => words is null
        ? NearFailures.Call("MethodResolveError", JsonValue.Create("MethodNotFound"))
        : NearFailures.Panic(words);

    /// <summary>As view calls tell it.</summary>
    internal string VmError => words is null
        ? "wasm execution failed with error: MethodResolveError(MethodNotFound)"
        : $"wasm execution failed with error: HostError(GuestPanic {{ panic_msg: \"{words}\" }})";
}

/// <summary>
/// The local dollar token: NEP-141 transfers with NEP-297 events, NEP-145 registration, NEP-148 metadata, and a mint
/// for the faucet. Its words are those of near-contract-standards.
/// </summary>
internal static class FungibleToken
{
    /// <summary>What a call burns besides its fees; mainnet shows 2 to 6 Tgas for whole receipts.</summary>
    internal const ulong CallGas = 3_000_000_000_000;

    /// <summary>What registering a holder adds to the contract's storage.</summary>
    private const ulong HolderBytes = 125;

    /// <summary>0.00125 NEAR: the storage of a holder.</summary>
    internal static UInt128 RegistrationPrice { get; } = (UInt128)HolderBytes * 10_000_000_000_000_000_000;

    /// <summary>Calls a method that changes something.</summary>
    internal static CallResult? Call(
        NearState state,
        string caller,
        string method,
        byte[] args,
        UInt128 deposit,
        List<string> logs,
        out ContractFailure? failure)
    {
        failure = null;
        try
        {
            using var document = JsonDocument.Parse(args.Length == 0 ? "{}"u8.ToArray() : args);
            var call = new TokenCall(state, caller, document.RootElement, deposit, logs);
            switch (method)
            {
                case "ft_transfer":
                    return Transfer(call);
                case "storage_deposit":
                    return Register(call);
                case "mint":
                    return Mint(call);
                default:
                    if (View(state, method, args, out failure) is { } value)
                    {
                        return new CallResult(state, value, deposit, []);
                    }

                    return null;
            }
        }
        catch (JsonException)
        {
            failure = new ContractFailure("Failed to deserialize input from JSON.");
        }
        catch (PanicException panic)
        {
            failure = new ContractFailure(panic.Message);
        }

        return null;
    }

    /// <summary>Calls a method that only looks; the JSON that it returns, or null and why not.</summary>
    internal static byte[]? View(NearState state, string method, byte[] args, out ContractFailure? failure)
    {
        failure = null;
        try
        {
            using var document = JsonDocument.Parse(args.Length == 0 ? "{}"u8.ToArray() : args);
            var root = document.RootElement;
            JsonNode? value;
            switch (method)
            {
                case "ft_balance_of":
                    value = NearFailures.Text(state.Holders.GetValueOrDefault(RequireText(root, "account_id")));
                    break;
                case "ft_total_supply":
                    value = NearFailures.Text(state.Holders.Values.Aggregate((UInt128)0, (sum, units) => sum + units));
                    break;
                case "ft_metadata":
                    value = Metadata();
                    break;
                case "storage_balance_of":
                    value = state.Holders.ContainsKey(RequireText(root, "account_id")) ? StorageBalance() : null;
                    break;
                case "storage_balance_bounds":
                    value = new JsonObject
                    {
                        ["min"] = NearFailures.Text(RegistrationPrice),
                        ["max"] = NearFailures.Text(RegistrationPrice),
                    };
                    break;
                default:
                    failure = new ContractFailure(null);
                    return null;
            }

            return Encoding.UTF8.GetBytes(value?.ToJsonString() ?? "null");
        }
        catch (JsonException)
        {
            failure = new ContractFailure("Failed to deserialize input from JSON.");
        }
        catch (PanicException panic)
        {
            failure = new ContractFailure(panic.Message);
        }

        return null;
    }

    private static CallResult Transfer(TokenCall call)
    {
        Require(call.Deposit == 1, "Requires attached deposit of exactly 1 yoctoNEAR");
        var (receiver, units) = (RequireText(call.Args, "receiver_id"), RequireAmount(call.Args));
        Require(receiver != call.Caller, "Sender and receiver should be different");
        Require(units > 0, "The amount should be a positive number");
        var holders = call.State.Holders;
        Require(holders.TryGetValue(call.Caller, out var held), $"The account {call.Caller} is not registered");
        Require(held >= units, "The account doesn't have enough balance");
        Require(holders.TryGetValue(receiver, out var before), $"The account {receiver} is not registered");
        Require(before <= UInt128.MaxValue - units, "Balance overflow");
        var data = new JsonObject
        {
            ["old_owner_id"] = call.Caller,
            ["new_owner_id"] = receiver,
            ["amount"] = NearFailures.Text(units),
        };
        AddMemo(data, call.Args);
        call.Logs.Add(Event("ft_transfer", data));
        return new CallResult(
            call.State with { Holders = holders.SetItem(call.Caller, held - units).SetItem(receiver, before + units) },
            [],
            0,
            [call.Caller, receiver]);
    }

    private static CallResult Register(TokenCall call)
    {
        var account = TextOf(call.Args, "account_id") ?? call.Caller;
        var balance = Encoding.UTF8.GetBytes(StorageBalance().ToJsonString());
        if (call.State.Holders.ContainsKey(account))
        {
            call.Logs.Add("The account is already registered, refunding the deposit");
            return new CallResult(call.State, balance, call.Deposit, []);
        }

        Require(
            call.Deposit >= RegistrationPrice, "The attached deposit is less than the minimum storage balance");
        return new CallResult(
            AddHolder(call.State, account, 0), balance, call.Deposit - RegistrationPrice, [account]);
    }

    /// <summary>Only here: the faucet makes tokens, and registers who gets them at its own cost.</summary>
    private static CallResult Mint(TokenCall call)
    {
        Require(call.Caller == NearGenesis.Faucet, "Only the faucet may mint");
        var (account, units) = (RequireText(call.Args, "account_id"), RequireAmount(call.Args));
        var before = call.State.Holders.GetValueOrDefault(account);
        Require(before <= UInt128.MaxValue - units, "Balance overflow");
        call.Logs.Add(Event(
            "ft_mint", new JsonObject { ["owner_id"] = account, ["amount"] = NearFailures.Text(units) }));
        return new CallResult(AddHolder(call.State, account, before + units), [], 0, [account]);
    }

    private static NearState AddHolder(NearState state, string holder, UInt128 units)
    {
        var contract = state.Find(NearGenesis.Usdc)!;
        var bytes = state.Holders.ContainsKey(holder) ? 0 : HolderBytes;
        return state.With(NearGenesis.Usdc, contract with { StorageBytes = contract.StorageBytes + bytes })
            with
        { Holders = state.Holders.SetItem(holder, units) };
    }

    private static JsonObject StorageBalance() => new()
    {
        ["total"] = NearFailures.Text(RegistrationPrice),
        ["available"] = "0",
    };

    private static JsonObject Metadata() => new()
    {
        ["spec"] = "ft-1.0.0",
        ["name"] = "Local USD Coin",
        ["symbol"] = "USDC",
        ["icon"] = null,
        ["reference"] = null,
        ["reference_hash"] = null,
        ["decimals"] = NearGenesis.UsdcDecimals,
    };

    private static string Event(string name, JsonObject data) => "EVENT_JSON:" + new JsonObject
    {
        ["standard"] = "nep141",
        ["version"] = "1.0.0",
        ["event"] = name,
        ["data"] = new JsonArray(data),
    }.ToJsonString(DevnetJson.Options);

    private static void AddMemo(JsonObject data, JsonElement args)
    {
        if (TextOf(args, "memo") is { } memo)
        {
            data["memo"] = memo;
        }
    }

    private static UInt128 RequireAmount(JsonElement args) => UInt128.TryParse(
        RequireText(args, "amount"), NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? units
            : throw new PanicException("Failed to deserialize input from JSON.");

    private static string RequireText(JsonElement args, string name) => TextOf(args, name)
        ?? throw new PanicException($"Failed to deserialize input from JSON.: missing field `{name}`");

    private static string? TextOf(JsonElement args, string name) =>
        args.ValueKind == JsonValueKind.Object
        && args.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static void Require(bool holds, string words)
    {
        if (!holds)
        {
            throw new PanicException(words);
        }
    }

    private sealed record TokenCall(
        NearState State, string Caller, JsonElement Args, UInt128 Deposit, List<string> Logs);

    /// <summary>Ends a call; never leaves the contract.</summary>
    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Every one is caught here.")]
    private sealed class PanicException(string words) : Exception(words);
}
