using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>What a client says after the handshake, read from a line's fields without the mac.</summary>
internal static class ClientLines
{
    private const int ReasonLengthMax = 64;
    private const int OffsetSecondsMax = 24 * 60 * 60;

    /// <summary>Reads <c>ACC</c>.</summary>
    internal static bool TryAccount(string[] fields, out AccountReport report)
    {
        var reader = new FieldReader(fields);
        report = new AccountReport
        {
            Login = reader.Integer(min: 1),
            TradeServer = reader.Text(),
            Currency = reader.Text(),
            Mode = reader.Word(Words.Modes),
            Leverage = reader.Integer(),
            BalanceCents = reader.Money(),
            EquityCents = reader.Money(),
            FreeMarginCents = reader.Money(),
            CanTrade = reader.Word(Words.Switches),
            ServerOffset = TimeSpan.FromSeconds(reader.SignedInteger(OffsetSecondsMax)),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>SYM</c>.</summary>
    internal static bool TrySymbol(string[] fields, out SymbolReport report)
    {
        var reader = new FieldReader(fields);
        report = new SymbolReport
        {
            Symbol = reader.Symbol(),
            Digits = (int)reader.Integer(max: FixedPoint.DecimalsMax),
            VolumeMin = reader.Volume(),
            VolumeMax = reader.Volume(),
            VolumeStep = reader.Volume(),
            ContractHundredths = reader.Money(mayBeNegative: false),
            TickValueMicros = reader.Integer(),
            SpreadPoints = reader.Integer(),
            Trading = reader.Word(Words.Trading),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>RESUME</c>.</summary>
    internal static bool TryResume(string[] fields, out SubscriptionId subscription, out long lastSequence)
    {
        var reader = new FieldReader(fields);
        subscription = reader.Subscription();
        lastSequence = reader.Integer(max: int.MaxValue);
        return reader.IsComplete;
    }

    /// <summary>Reads <c>REJ</c>.</summary>
    internal static bool TryRejection(string[] fields, out OrderRejection rejection, out RejectionCode code)
    {
        var reader = new FieldReader(fields);
        var subscription = reader.Subscription();
        var sequence = reader.Integer(max: int.MaxValue);
        code = reader.Word(Words.Rejections);
        rejection = new OrderRejection
        {
            Subscription = subscription,
            Sequence = sequence,
            Code = fields.Length > 3 ? fields[3] : string.Empty,
            LastSequence = reader.Integer(max: int.MaxValue),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>REP</c>.</summary>
    internal static bool TryReport(string[] fields, out OrderReport report)
    {
        var reader = new FieldReader(fields);
        report = new OrderReport
        {
            Number = reader.Integer(min: 1),
            Subscription = reader.Subscription(),
            Sequence = reader.Integer(min: 1, max: int.MaxValue),
            Kind = reader.Word(Words.Reports),
            Retcode = (int)reader.Integer(max: int.MaxValue),
            Reason = reader.Ascii(ReasonLengthMax),
            Order = reader.Integer(),
            Deal = reader.Integer(),
            Volume = reader.Volume(),
            Price = reader.Price(),
            ProfitCents = reader.Money(),
            CommissionCents = reader.Money(),
            SwapCents = reader.Money(),
            At = reader.Time(),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>PUB</c>.</summary>
    internal static bool TryPublish(string[] fields, out TerminalSignal signal)
    {
        var reader = new FieldReader(fields);
        signal = new TerminalSignal
        {
            Number = reader.Integer(min: 1),
            At = reader.Time(),
            Action = reader.Word(Words.Actions),
            Ticket = reader.Integer(min: 1),
            Symbol = reader.Symbol(),
            Kind = reader.Word(Words.Orders),
            Volume = reader.Volume(),
            Price = reader.Price(),
            StopLoss = reader.Price(),
            TakeProfit = reader.Price(),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>MARK</c>.</summary>
    internal static bool TryMark(string[] fields, out TerminalMark mark)
    {
        var reader = new FieldReader(fields);
        mark = new TerminalMark
        {
            Ticket = reader.Integer(min: 1),
            Horizon = reader.Word(Words.Horizons),
            At = reader.Time(),
            Bid = reader.Price(),
            Ask = reader.Price(),
        };
        return reader.IsComplete;
    }

    /// <summary>Reads <c>PONG</c>.</summary>
    internal static bool TryPong(string[] fields, out long number)
    {
        var reader = new FieldReader(fields);
        number = reader.Integer(min: 1);
        return reader.IsComplete;
    }
}
