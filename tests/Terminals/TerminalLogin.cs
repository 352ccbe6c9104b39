namespace OrleansTrading.Terminals;

/// <summary>What a terminal needs to be let in.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Secret">Its secret, 64 hexadecimal characters.</param>
/// <param name="Role">SUBSCRIBER or PROVIDER.</param>
public sealed record TerminalLogin(string Account, string Secret, string Role = "SUBSCRIBER")
{
    /// <summary>The broker's account number.</summary>
    public long Login { get; init; } = 5_001_234;

    /// <summary>The broker's server.</summary>
    public string TradeServer { get; init; } = "Demo-Server";
}
