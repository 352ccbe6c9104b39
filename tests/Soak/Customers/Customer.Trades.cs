using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Payments;

namespace OrleansTrading.Soak.Customers;

/// <content>What a customer does about one quote.</content>
internal sealed partial class Customer
{
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(2);

    /// <summary>Asks for a quote until there is an answer. Null when the platform refuses it for now.</summary>
    private async Task<Promise?> RequestAsync(TradePlan plan, CancellationToken cancellationToken)
    {
        var request = Post("v1/quotes", BodyOf(plan)) with { IdempotencyKey = plan.IdempotencyKey };
        var answer = await _world.Api.SendAsync(request, cancellationToken);
        if (!answer.IsGood)
        {
            return null;
        }

        var promise = new Promise(request, plan, answer.Body, _world.Findings);
        if (!_promises.TryAdd(promise.Id, promise))
        {
            _world.Findings.Add($"{promise.Id} was given for two keys");
        }

        _world.Tally.Count("trades", plan.Behaviour.ToString());
        if (plan.RepeatsRequest)
        {
            await promise.AskAsync(_world.Api, request, cancellationToken);
        }

        if (plan.ReusesKey)
        {
            await MisuseKeyAsync(plan, cancellationToken);
        }

        return promise;
    }

    private JsonObject BodyOf(TradePlan plan)
    {
        var body = new JsonObject
        {
            ["pay"] = new JsonObject { ["asset"] = plan.Pay.Alias, ["amount"] = plan.Amount },
            ["receive"] = new JsonObject
            {
                ["asset"] = plan.Receive.Alias, ["address"] = AddressOn(plan.Receive.Chain),
            },
        };
        if (plan.NamesRefundAddress)
        {
            body["refundAddress"] = AddressOn(plan.Pay.Chain);
        }

        return body;
    }

    /// <summary>The same key for something else: refused, or not answered at all.</summary>
    private async Task MisuseKeyAsync(TradePlan plan, CancellationToken cancellationToken)
    {
        var body = BodyOf(plan);
        body["pay"]!["amount"] = AmountText.Format(TradePlan.AmountOf(plan.Pay) * 9, plan.Pay.Decimals);
        var request = Post("v1/quotes", body) with { IdempotencyKey = plan.IdempotencyKey, MayBeRefused = true };
        if (await _world.Api.TrySendAsync(request, cancellationToken) is { Status: not 503 } answer)
        {
            _world.Findings.Same(
                (422, ErrorCodes.IdempotencyKeyReused),
                (answer.Status, answer.Code),
                "a key that is used for two bodies");
        }
    }

    private async Task PayLateAsync(Promise promise, CancellationToken cancellationToken)
    {
        var left = promise.ExpiresAt + LateBy - _world.Clock.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, _world.Clock, cancellationToken);
        await PayAsync(promise, cancellationToken);
    }

    private async Task PayAsync(Promise promise, CancellationToken cancellationToken)
    {
        var plan = promise.Plan;
        var pay = promise.Told["pay"]!;
        var asked = UInt128.Parse(pay["units"]!.GetValue<string>(), null);
        var memo = pay["memo"]?.GetValue<string>();
        foreach (var (asset, units, name) in PaymentsOf(plan, asked, memo))
        {
            var transaction = await _purses[asset.Chain].PayAsync(
                pay["address"]!.GetValue<string>(), new ChainAmount(asset.Id.Value, units), name, cancellationToken);
            _world.Tally.Count("payments", plan.Behaviour.ToString());
            for (var hint = 0; hint < plan.Hints; hint++)
            {
                var said = plan.HintsFalsely ? $"none-{plan.Salt:x}" : transaction;
                await _world.Api.TrySendAsync(
                    Post($"v1/quotes/{promise.Id}/commit", new JsonObject { ["transactionId"] = said })
                        with { MayBeRefused = plan.HintsFalsely },
                    cancellationToken);
            }
        }
    }

    /// <summary>What is paid for a quote, in order.</summary>
    private List<(Asset Asset, UInt128 Units, string? Memo)> PaymentsOf(TradePlan plan, UInt128 asked, string? memo)
    {
        var right = (plan.Pay, asked, memo);
        var less = (plan.Pay, Marked(asked / 10 * 9), memo);
        return plan.Behaviour switch
        {
            Behaviour.Exactly or Behaviour.Late => [right],
            Behaviour.Twice => [right, right],
            Behaviour.Short => [less],
            Behaviour.ShortThenExactly => [less, right],
            Behaviour.Crumb => [(plan.Pay, Marked(plan.Pay.RefundFeeUnits / 2), memo)],
            Behaviour.Over => [(plan.Pay, Marked(asked / 2 * 3), memo)],
            Behaviour.OverByDust => [(plan.Pay, Marked(asked + (plan.Pay.DustUnits / 2)), memo)],
            Behaviour.WrongMemo => [(plan.Pay, Mistaken(plan, asked, memo), MemoOfNobody(plan, memo))],
            Behaviour.WrongAsset => OtherOf(plan.Pay) is { } other
                ? [(other, TradePlan.AmountOf(other), CarriesMemo(other) ? memo : null)]
                : [right],
            _ => [],
        };

        // Where there is no memo the last digits name the quote, and stay.
        UInt128 Marked(UInt128 units) => memo is null ? PayCode.Write(units, PayCode.Read(asked)) : units;
    }

    private static UInt128 Mistaken(TradePlan plan, UInt128 asked, string? memo) =>
        memo is null ? PayCode.Write(asked, plan.Salt % 1_000_000_000_000) : asked;

    /// <summary>A text, nothing at all, or what looks like a quote's id.</summary>
    private static string? MemoOfNobody(TradePlan plan, string? memo) => (memo is null, plan.Salt % 3) switch
    {
        (true, _) or (_, 0) => null,
        (_, 1) => "thank you",
        _ => QuoteId.Derive(new UserId("nobody"), plan.IdempotencyKey).Value,
    };

    private Asset? OtherOf(Asset asset) => _world.Catalog.Assets
        .FirstOrDefault(other => other.Chain == asset.Chain && other != asset && CanPay(other));

    private bool CarriesMemo(Asset asset) => _purses[asset.Chain].Wallet.Chain.CarriesMemo(asset.Id.Value);
}
