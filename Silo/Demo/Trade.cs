using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;

namespace OrleansTrading.Silo.Demo;

/// <summary>One trade, step by step, as a customer's program would make it.</summary>
internal sealed class Trade(ApiClient api, Wallet solana, Wallet stellar, DemoPrinter printer)
{
    private static readonly TimeSpan ExecutionMax = TimeSpan.FromMinutes(2);

    private string _usdc = string.Empty;
    private string _xlm = string.Empty;

    internal JsonObject Quote { get; private set; } = [];

    internal string QuoteId => Quote["id"]!.GetValue<string>();

    /// <summary>Signs in with the Solana wallet and links the Stellar one.</summary>
    internal async Task ProveWalletsAsync(CancellationToken cancellationToken)
    {
        var assets = (await api.GetAsync("/v1/assets", cancellationToken))["items"]!.AsArray();
        _usdc = AssetId(assets, "solana/USDC");
        _xlm = AssetId(assets, "stellar/XLM");

        var signedIn = await ProveAsync(solana, cancellationToken);
        api.SignIn(signedIn["token"]!.GetValue<string>());
        printer.Step("signed in", $"{signedIn["user"]!["id"]} by proving {solana.Address}");
        await ProveAsync(stellar, cancellationToken);
        printer.Step("linked", stellar.Address);
    }

    internal async Task RequestQuoteAsync(string usdcAmount, CancellationToken cancellationToken)
    {
        Quote = await api.PostAsync(
            "/v1/quotes",
            new JsonObject
            {
                ["pay"] = new JsonObject { ["asset"] = "solana/USDC", ["amount"] = usdcAmount },
                ["receive"] = new JsonObject { ["asset"] = "stellar/XLM", ["address"] = stellar.Address },
            },
            cancellationToken,
            idempotencyKey: Guid.NewGuid().ToString());
        printer.Step("quoted", QuoteId);
        printer.Note($"pay      {Text("pay", "amount")} {Text("pay", "asset")} to {Text("pay", "address")}");
        printer.Note($"receive  {Text("receive", "amount")} {Text("receive", "asset")}");
        printer.Note($"rate     {Quote["rate"]!["text"]}");
        printer.Note($"prices   {Quote["rate"]!["receivePrice"]!["source"]}");
        foreach (var fee in Quote["fees"]!.AsArray())
        {
            printer.Note($"fee      {fee!["kind"]}: {fee["amount"]} {fee["asset"]}");
        }

        printer.Note($"expires  {Quote["expiresAt"]}");
        printer.Note($"uri      {Text("pay", "uri")}");
    }

    internal async Task PayAsync(CancellationToken cancellationToken)
    {
        var amount = new ChainAmount(_usdc, Units("pay"));
        var transaction = await solana.PayAsync(
            Text("pay", "address"), amount, Text("pay", "memo"), cancellationToken);
        printer.Step("paid", transaction);
        await api.PostAsync(
            $"/v1/quotes/{QuoteId}/commit", new JsonObject { ["transactionId"] = transaction }, cancellationToken);
    }

    /// <summary>Waits until the delivery was handed to the network.</summary>
    internal async Task AwaitSubmissionAsync(CancellationToken cancellationToken)
    {
        await api.UntilAsync(
            $"/v1/quotes/{QuoteId}/timeline",
            timeline => timeline["items"]!.AsArray().Any(s => s!["step"]!.GetValue<string>() == "delivery.submitted"),
            ExecutionMax,
            cancellationToken);
        printer.Step("submitted", "the delivery was handed to the network");
    }

    internal async Task AwaitEndAsync(CancellationToken cancellationToken)
    {
        Quote = await api.UntilAsync(
            $"/v1/quotes/{QuoteId}", quote => quote["terminal"]!.GetValue<bool>(), ExecutionMax, cancellationToken);
        var timeline = await api.GetAsync($"/v1/quotes/{QuoteId}/timeline", cancellationToken);
        printer.Step("ended", Quote["status"]!.GetValue<string>());
        foreach (var step in timeline["items"]!.AsArray())
        {
            printer.Note($"{step!["at"]}  {step["step"],-20} {step["transactionId"]}");
        }

        if (Quote["status"]!.GetValue<string>() != "executed")
        {
            throw new DemoFailedException($"The quote ended {Quote["status"]}: {Quote["reasonDetail"]}");
        }
    }

    /// <summary>Every balance the trade touches, read from the chains.</summary>
    internal async Task<Holdings> ReadHoldingsAsync(CancellationToken cancellationToken)
    {
        var chains = (await api.GetAsync("/v1/chains", cancellationToken))["items"]!.AsArray();
        var solanaTreasury = Treasury(chains, "solana");
        var stellarTreasury = Treasury(chains, "stellar");
        return new Holdings
        {
            PayerUsdc = await solana.BalanceAsync(solana.Address, _usdc, cancellationToken),
            TreasuryUsdc = await solana.BalanceAsync(solanaTreasury, _usdc, cancellationToken),
            TreasuryXlm = await stellar.BalanceAsync(stellarTreasury, _xlm, cancellationToken),
            ReceiverXlm = await stellar.BalanceAsync(stellar.Address, _xlm, cancellationToken),
        };
    }

    /// <summary>The deliveries of this quote that the receiver's own history shows.</summary>
    internal async Task<IReadOnlyList<Movement>> ReadDeliveriesAsync(CancellationToken cancellationToken)
    {
        var page = await stellar.Chain.ReadHistoryAsync(stellar.Address, null, 200, cancellationToken);
        return [.. page.Movements.Where(m => m.Direction == MovementDirection.Incoming && m.Memo == QuoteId)];
    }

    internal UInt128 Units(string side) =>
        UInt128.Parse(Quote[side]!["units"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private async Task<JsonObject> ProveAsync(Wallet wallet, CancellationToken cancellationToken)
    {
        var challenge = await api.PostAsync(
            "/v1/auth/challenges",
            new JsonObject { ["chain"] = wallet.Chain.Name, ["address"] = wallet.Address },
            cancellationToken);
        return await api.PostAsync(
            "/v1/auth/verifications",
            new JsonObject
            {
                ["challengeId"] = challenge["challengeId"]!.GetValue<string>(),
                ["signature"] = await wallet.SignMessageAsync(challenge["message"]!.GetValue<string>()),
            },
            cancellationToken);
    }

    private string Text(string side, string field) => Quote[side]![field]!.GetValue<string>();

    private static string AssetId(JsonArray assets, string alias) => assets
        .Single(a => a!["alias"]!.GetValue<string>() == alias)!["assetId"]!.GetValue<string>();

    private static string Treasury(JsonArray chains, string name) => chains
        .Single(c => c!["name"]!.GetValue<string>() == name)!["treasury"]!.GetValue<string>();
}
