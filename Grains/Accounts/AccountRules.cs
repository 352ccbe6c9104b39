namespace OrleansTrading.Grains.Accounts;

/// <summary>What an account's registration must keep.</summary>
internal static class AccountRules
{
    private const int TradeServerLengthMax = 64;

    /// <summary>Why it cannot be registered so; null: it can.</summary>
    internal static Refusal? Check(RegisterTradingAccount command) =>
        command.Login is < 1 or > (long.MaxValue / 2)
            ? Malformed("login", $"The login is {command.Login}. It is the account's number at the broker, from 1.")
            : !Enum.IsDefined(command.Role)
                ? Malformed("role", $"The role is {command.Role}. It must be subscriber or provider.")
                : !IsName(command.TradeServer)
                    ? Malformed(
                        "tradeServer",
                        $"The trade server must be 1 to {TradeServerLengthMax} characters without '|' and control"
                        + " characters, as the terminal's title names it.")
                    : null;

    /// <summary>Whether a text can be a field of the bridge's protocol.</summary>
    private static bool IsName(string text) => text.Length is > 0 and <= TradeServerLengthMax
        && text.Trim() == text && !text.Any(c => c == '|' || char.IsControl(c));

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.TradingAccountMalformed, Field = field, Detail = detail };
}
