namespace OrleansTrading.Client.Api.Auth;

/// <summary>Who may use a route.</summary>
internal enum Access
{
    /// <summary>Anybody.</summary>
    Anybody,

    /// <summary>Anybody; a signed-in user gets something else than others.</summary>
    UserOrAnybody,

    /// <summary>A signed-in user.</summary>
    User,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A chain's indexer that signs what it sends.</summary>
    SignedWebhook,
}

/// <summary>Names of authorisation policies and of the claims they ask for.</summary>
internal static class AccessPolicies
{
    internal const string User = "user";
    internal const string Operator = "operator";
    internal const string OperatorInBrowser = "operator-in-browser";
    internal const string UserClaim = "sub";
    internal const string OperatorClaim = "operator";
}
