using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;

namespace OrleansTrading.Silo.Demo;

/// <summary>One trade, step by step, as a customer's program would make it.</summary>
internal sealed class Trade(
    ApiClient api, DemoCustomer customer, DemoAsset pay, DemoAsset receive, DemoPrinter printer)
{
    private const int HistoryPage = 100;
    private static readonly TimeSpan ExecutionMax = TimeSpan.FromMinutes(2);

    private readonly Wallet _payer = customer.On(pay.Chain);
    private readonly Wallet _receiver = customer.On(receive.Chain);
    private SignedTransfer? _payment;

    private JsonObject _quote = [];

    internal string QuoteId => _quote["id"]!.GetValue<string>();

    internal async Task RequestQuoteAsync(string amount, CancellationToken cancellationToken)
    {
        _quote = await api.PostAsync(
            "/v1/quotes",
            new JsonObject
            {
                ["pay"] = new JsonObject { ["asset"] = pay.Alias, ["amount"] = amount },
                ["receive"] = new JsonObject { ["asset"] = receive.Alias, ["address"] = _receiver.Address },
            },
            cancellationToken,
            idempotencyKey: Guid.NewGuid().ToString());
        printer.Step("quoted", QuoteId);
        printer.Note($"pay      {Text("pay", "amount")} {Text("pay", "asset")} to {Text("pay", "address")}");
        printer.Note($"receive  {Text("receive", "amount")} {Text("receive", "asset")}");
        printer.Note($"rate     {_quote["rate"]!["text"]}");
        printer.Note($"prices   {_quote["rate"]!["receivePrice"]!["source"]}");
        foreach (var fee in _quote["fees"]!.AsArray())
        {
            printer.Note($"fee      {fee!["kind"]}: {fee["amount"]} {fee["asset"]}");
        }

        printer.Note($"expires  {_quote["expiresAt"]}");
        printer.Note($"uri      {Text("pay", "uri")}");
    }

    internal async Task PayAsync(CancellationToken cancellationToken)
    {
        _payment = await _payer.PayAsync(
            Text("pay", "address")!, new ChainAmount(pay.Id, Units("pay")), Text("pay", "memo"), cancellationToken);
        printer.Step("paid", _payment.TransactionId);
        await api.PostAsync(
            $"/v1/quotes/{QuoteId}/commit",
            new JsonObject { ["transactionId"] = _payment.TransactionId },
            cancellationToken);
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
        _quote = await api.UntilAsync(
            $"/v1/quotes/{QuoteId}", quote => quote["terminal"]!.GetValue<bool>(), ExecutionMax, cancellationToken);
        var timeline = await api.GetAsync($"/v1/quotes/{QuoteId}/timeline", cancellationToken);
        printer.Step("ended", _quote["status"]!.GetValue<string>());
        foreach (var step in timeline["items"]!.AsArray())
        {
            printer.Note($"{step!["at"]}  {step["step"],-20} {step["transactionId"]}");
        }

        if (_quote["status"]!.GetValue<string>() != "executed")
        {
            throw new DemoFailedException($"The quote ended {_quote["status"]}: {_quote["reasonDetail"]}");
        }
    }

    /// <summary>Every balance the trade touches, read from the chains.</summary>
    internal async Task<Holdings> ReadHoldingsAsync(CancellationToken cancellationToken)
    {
        var payTreasury = await ReadTreasuryAsync(pay.Chain, cancellationToken);
        var receiveTreasury = await ReadTreasuryAsync(receive.Chain, cancellationToken);
        return new Holdings
        {
            PayerPaid = await _payer.BalanceAsync(_payer.Address, pay.Id, cancellationToken),
            TreasuryPaid = await _payer.BalanceAsync(payTreasury, pay.Id, cancellationToken),
            TreasuryReceived = await _receiver.BalanceAsync(receiveTreasury, receive.Id, cancellationToken),
            ReceiverReceived = await _receiver.BalanceAsync(_receiver.Address, receive.Id, cancellationToken),
        };
    }

    internal async Task<TradeCheck> CheckAsync(Holdings before, CancellationToken cancellationToken)
    {
        var delivery = await ReadLandedAsync(cancellationToken);
        return new TradeCheck
        {
            Before = before,
            After = await ReadHoldingsAsync(cancellationToken),
            Paid = Units("pay"),
            Received = Units("receive"),
            PaymentFee = await _payer.ReadFeeAsync(_payment!, cancellationToken),
            DeliveryFee = UInt128.Parse(delivery["feeUnits"]!.ToString(), CultureInfo.InvariantCulture),
            OpensAccount = _quote["fees"]!.AsArray().Any(fee => fee!["kind"]!.GetValue<string>() == "accountCreation"),
            PaysCoin = pay.Id == _payer.Chain.NativeAsset,
            ReceivesCoin = receive.Id == _receiver.Chain.NativeAsset,
            IsOneChain = pay.Chain == receive.Chain,
        };
    }

    /// <summary>
    /// The deliveries of this quote that the receiver's own history shows: what the treasury paid with the quote's
    /// memo, or, where an asset carries none, what it paid of the very amount since the quote was made.
    /// </summary>
    internal async Task<int> CountDeliveriesAsync(CancellationToken cancellationToken)
    {
        var treasury = await ReadTreasuryAsync(receive.Chain, cancellationToken);
        var carriesMemo = _receiver.Chain.CarriesMemo(receive.Id);
        var since = _quote["createdAt"]!.GetValue<DateTimeOffset>();
        var count = 0;
        HistoryPage page;
        string? cursor = null;
        do
        {
            page = await _receiver.Chain.ReadHistoryAsync(_receiver.Address, cursor, HistoryPage, cancellationToken);
            count += page.Movements.Count(m => m.Direction == MovementDirection.Incoming
                && m.From == treasury
                && m.Amount?.Asset == receive.Id
                && (carriesMemo ? m.Memo == QuoteId : m.Amount.Units == Units("receive") && m.BlockTime >= since));
            cursor = page.Cursor;
        }
        while (page.HasMore);

        return count;
    }

    internal UInt128 Units(string side) =>
        UInt128.Parse(_quote[side]!["units"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>What the platform's history tells of the delivery.</summary>
    private async Task<JsonObject> ReadLandedAsync(CancellationToken cancellationToken)
    {
        var transaction = _quote["deliveryTransactionId"]!.GetValue<string>();
        var history = await api.GetAsync($"/v1/history?limit={HistoryPage}", cancellationToken);
        return history["items"]!.AsArray()
            .Where(e => e!["kind"]!.GetValue<string>() == "transfer.landed")
            .Select(e => e!["details"]!.AsObject())
            .FirstOrDefault(details => details["transactionId"]!.GetValue<string>() == transaction)
            ?? throw new DemoFailedException($"GET /v1/history does not tell how {transaction} landed.");
    }

    private async Task<string> ReadTreasuryAsync(string chain, CancellationToken cancellationToken) =>
        (await api.GetAsync("/v1/chains", cancellationToken))["items"]!.AsArray()
            .Single(c => c!["name"]!.GetValue<string>() == chain)!["treasury"]!.GetValue<string>();

    private string? Text(string side, string field) => _quote[side]![field]?.GetValue<string>();
}
