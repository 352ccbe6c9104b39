using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Near.Ledger;
using OrleansTrading.Devnet.Tests.Stellar;

namespace OrleansTrading.Devnet.Tests.Near;

/// <summary>A local network in memory with its clock in hand, and the chain client on it.</summary>
internal sealed class NearBench : IDisposable
{
    internal const string NearAsset = "near:localnet/slip44:397";
    internal const ulong Usdc = 1_000_000;
    internal const ulong TeraGas = 1_000_000_000_000;

    internal NearBench(ManualTime? clock = null, string? folder = null)
    {
        Clock = clock ?? new ManualTime();
        Devnet = NearDevnet.Open(new DevnetOptions { JournalFolder = folder }, Clock);
        Chain = NearExtensions.CreateChain(
            new NearOptions
            {
                Tokens = [new NearToken { Contract = NearDevnet.UsdcContract }],
                ValidityBlocks = DevnetOptions.NearValidityBlocksDefault,
            },
            Devnet);
    }

    internal static string UsdcAsset { get; } = $"near:localnet/nep141:{NearDevnet.UsdcContract}";

    internal static UInt128 Near { get; } = NearGenesis.OneNear;

    internal ManualTime Clock { get; }

    internal NearDevnet Devnet { get; }

    internal IChain Chain { get; }

    public void Dispose() => Devnet.Dispose();

    internal void AdvanceBlocks(int blocks)
    {
        for (var block = 0; block < blocks; block++)
        {
            Clock.Advance(DevnetOptions.NearBlockTimeDefault);
        }
    }

    /// <summary>Long enough for a transaction, its receipts and their refunds to be final.</summary>
    internal void Settle() => AdvanceBlocks(7);

    internal Task<JsonElement> CallAsync(string method, JsonNode? parameters) =>
        Devnet.CallAsync(method, parameters, RequestKind.Submission);

    /// <summary>A new implicit account.</summary>
    internal async Task<NearParty> OpenAsync(string name, UInt128 yocto, ulong usdcUnits = 0)
    {
        var party = new NearParty(name);
        if (yocto > 0)
        {
            await CallAsync("devnet_fund", Order(party.Account, yocto));
        }

        if (usdcUnits > 0)
        {
            await CallAsync("devnet_mint", Order(party.Account, usdcUnits));
        }

        Settle();
        return party;
    }

    internal static JsonObject Order(string account, UInt128 amount) => new()
    {
        ["account_id"] = account,
        ["amount"] = amount.ToString(null, null),
    };

    internal async Task<SignedTransfer> SignAsync(
        NearParty from, string to, string asset, UInt128 units, string? memo = null)
    {
        var sequence = await Chain.GetSequenceAsync(from.Account, lane: null) + 1;
        return await Chain.SignAsync(
            new TransferOrder(from.Account, to, new ChainAmount(asset, units), memo),
            sequence,
            new SigningKeys(from.Signer));
    }

    internal async Task<SignedTransfer> PayAsync(
        NearParty from, string to, string asset, UInt128 units, string? memo = null)
    {
        var signed = await SignAsync(from, to, asset, units, memo);
        Assert.Equal(SubmitReply.Accepted, (await Chain.SubmitAsync(signed)).Reply);
        Settle();
        return signed;
    }

    internal async Task<UInt128> BalanceAsync(string account, string asset) =>
        (await Chain.GetBalancesAsync(account)).Held.Single(balance => balance.Asset == asset).Units;

    internal Task<TransferStatus> LookUpAsync(SignedTransfer signed, NearParty from) =>
        Chain.LookUpAsync(from.Account, signed);

    /// <summary>Signs actions with a party's key and hands them in; null when they are taken, else why not.</summary>
    internal async Task<string?> OfferAsync(
        NearParty party, string receiver, ulong nonce, params NearAction[] actions)
    {
        var block = await CallAsync("block", new JsonObject { ["finality"] = "final" });
        return await OfferAsync(party.Sign(new NearTransaction(
            party.Account,
            party.Key,
            nonce,
            receiver,
            NearHash.Parse(block.GetProperty("header").GetProperty("hash").GetString()!),
            actions)));
    }

    internal async Task<string?> OfferAsync(NearSignedTransaction signed)
    {
        var asked = CallAsync("send_tx", new JsonObject
        {
            ["signed_tx_base64"] = Convert.ToBase64String(signed.Encode()),
            ["wait_until"] = "INCLUDED",
        });
        try
        {
            while (!asked.IsCompleted)
            {
                Clock.Advance(DevnetOptions.NearBlockTimeDefault);
                await Task.Yield();
            }

            await asked;
            return null;
        }
        catch (JsonRpcErrorException refusal)
        {
            return refusal.ErrorData?.GetRawText();
        }
    }

    internal async Task<JsonElement> StatusAsync(NearHash hash, string account) => await CallAsync(
        "EXPERIMENTAL_tx_status",
        new JsonObject
        {
            ["tx_hash"] = hash.ToString(), ["sender_account_id"] = account, ["wait_until"] = "NONE",
        });

    internal NearState State()
    {
        Devnet.Ledger.Advance();
        return Devnet.Ledger.StateAt(Devnet.Ledger.Head);
    }

    /// <summary>All NEAR there is: in accounts and burnt. What is on its way in receipts is in neither.</summary>
    internal void AssertConserved()
    {
        Settle();
        var state = State();
        Assert.Equal(
            NearGenesis.TotalSupply,
            state.Accounts.Values.Aggregate(state.Burnt, (sum, account) => sum + account.Amount));
    }
}

/// <summary>A key pair of a test, and the implicit account that is its key.</summary>
internal sealed class NearParty
{
    private readonly byte[] _seed;

    internal NearParty(string name, string? account = null)
    {
        _seed = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        Signer = new Ed25519Signer(_seed);
        Key = NearPublicKey.FromEd25519(Signer.PublicKey.Span);
        Account = account ?? NearExtensions.AddressOf(Signer.PublicKey.Span);
    }

    internal Ed25519Signer Signer { get; }

    internal NearPublicKey Key { get; }

    internal string Account { get; }

    internal NearSignedTransaction Sign(NearTransaction transaction) => new(
        transaction, new NearSignature(NearCurve.Ed25519, Ed25519.Sign(_seed, transaction.Hash().ToArray())));
}
