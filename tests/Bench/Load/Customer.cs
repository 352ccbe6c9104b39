namespace OrleansTrading.Bench.Load;

/// <summary>A signed-in customer and the request that it sends again and again.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Token">The session's bearer token.</param>
/// <param name="Body">The quote request.</param>
internal sealed record Customer(string UserId, string Token, string Body);
