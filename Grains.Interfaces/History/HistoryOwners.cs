namespace OrleansTrading.Grains;

/// <summary>Whose history an event belongs to: a user's, by the <see cref="UserId"/>, or the platform's.</summary>
public static class HistoryOwners
{
    /// <summary>
    /// What is no user's: the treasury accounts, and payments that name no quote, or whose quote has not been asked
    /// yet. No <see cref="UserId"/> reads like it.
    /// </summary>
    public const string Platform = "platform";
}
