namespace OrleansTrading.Grains;

/// <summary>A bearer token's public half, keyed by its random id. It holds only a hash of the secret half.</summary>
[Alias("ot.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Starts the session.</summary>
    /// <returns>When it ends.</returns>
    [Alias("Open")]
    Task<DateTimeOffset> OpenAsync(OpenSession command);

    /// <summary>Whose session it is, if the secret's hash matches and it has not ended; else null.</summary>
    [ReadOnly, Alias("Check")]
    Task<UserId?> CheckAsync(byte[] secretHash);

    /// <summary>Ends the session at once. Repeating it changes nothing.</summary>
    [Alias("Close")]
    Task CloseAsync();
}
