using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Tests.Protocol;

/// <summary>Formats are exact: what is nearly right is wrong.</summary>
public sealed class FieldReaderTests
{
    private const string Account = "ACC|5001234|Demo-Server|USD|HEDGING|100|10000.00|-5.10|0.00|1|-7200";
    private const string Symbol = "SYM|EURUSD|5|0.01|500.00|0.01|100000.00|1000000|8|FULL";
    private const string Subscription = "sub_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Report =
        "REP|1|" + Subscription + "|1|FILLED|10009||70001|80001|0.10|1.08347|-0.01|0.00|0.00|1735689660310";

    private const string Publish = "PUB|1|1735689660310|OPEN|77|EURUSD|BUY|0.10|1.08345|0.00000|0.00000";

    [Fact]
    public void Good_lines_are_read()
    {
        Assert.True(ClientLines.TryAccount(Account.Split('|'), out var account));
        Assert.Equal(-510, account.EquityCents);
        Assert.Equal(TimeSpan.FromHours(-2), account.ServerOffset);
        Assert.True(ClientLines.TrySymbol(Symbol.Split('|'), out var symbol));
        Assert.Equal((5, 50_000L), (symbol.Digits, symbol.VolumeMax.Hundredths));
        Assert.Equal(10_000_000, symbol.ContractHundredths);
        Assert.True(ClientLines.TryReport(Report.Split('|'), out var report));
        Assert.Equal((ReportKind.Filled, -1L), (report.Kind, report.ProfitCents));
        Assert.True(ClientLines.TryPublish(Publish.Split('|'), out var signal));
        Assert.Equal((SignalAction.Open, OrderKind.Buy, 77L), (signal.Action, signal.Kind, signal.Ticket));
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(1, "05")]
    [InlineData(1, "+5")]
    [InlineData(1, " 5")]
    [InlineData(1, "9223372036854775808")]
    [InlineData(2, "")]
    [InlineData(4, "hedging")]
    [InlineData(4, "0")]
    [InlineData(6, "10000")]
    [InlineData(6, "10000.0")]
    [InlineData(6, "10000.000")]
    [InlineData(6, "010000.00")]
    [InlineData(6, "10,000.00")]
    [InlineData(6, "1e4")]
    [InlineData(7, "-0.00")]
    [InlineData(7, "--1.00")]
    [InlineData(9, "2")]
    [InlineData(9, "true")]
    [InlineData(10, "-0")]
    [InlineData(10, "-07200")]
    [InlineData(10, "86401")]
    [InlineData(10, "")]
    public void Account_with_one_wrong_field_is_malformed(int field, string text) =>
        Assert.False(ClientLines.TryAccount(With(Account, field, text), out _), text);

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "12345678901234567890123456789012")]
    [InlineData(2, "9")]
    [InlineData(3, "0.1")]
    [InlineData(3, "-0.01")]
    [InlineData(6, "-1.00")]
    [InlineData(9, "full")]
    public void Symbol_with_one_wrong_field_is_malformed(int field, string text) =>
        Assert.False(ClientLines.TrySymbol(With(Symbol, field, text), out _), text);

    [Theory]
    [InlineData(1, "0")]
    [InlineData(2, "sub_aaaaaaaaaaaaaaaaaaaaaaaaa1")]
    [InlineData(2, "acc_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(3, "0")]
    [InlineData(3, "2147483648")]
    [InlineData(4, "filled")]
    [InlineData(5, "-1")]
    [InlineData(6, "0123456789012345678901234567890123456789012345678901234567890123x")]
    [InlineData(6, "naïve")]
    [InlineData(9, "1")]
    [InlineData(10, "1.123456789")]
    [InlineData(10, "-1.10")]
    [InlineData(10, ".5")]
    [InlineData(14, "99999999999999999")]
    public void Report_with_one_wrong_field_is_malformed(int field, string text) =>
        Assert.False(ClientLines.TryReport(With(Report, field, text), out _), text);

    [Fact]
    public void Line_with_a_field_less_or_more_is_malformed()
    {
        foreach (var line in new[] { Account, Symbol, Report, Publish })
        {
            foreach (var fields in new[] { $"{line}|".Split('|'), line.Split('|')[..^1], [line.Split('|')[0]] })
            {
                Assert.False(ClientLines.TryAccount(fields, out _));
                Assert.False(ClientLines.TrySymbol(fields, out _));
                Assert.False(ClientLines.TryReport(fields, out _));
                Assert.False(ClientLines.TryPublish(fields, out _));
            }
        }
    }

    private static string[] With(string line, int field, string text)
    {
        var fields = line.Split('|');
        fields[field] = text;
        return fields;
    }
}
