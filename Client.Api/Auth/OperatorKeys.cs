using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>Tells operators by the configured hashes of their keys.</summary>
internal sealed class OperatorKeys(IOptions<ApiOptions> api)
{
    /// <summary>The operator whose key it is; nobody when it is nobody's.</summary>
    internal Caller Find(BearerToken token) =>
        token.Kind == BearerTokenKind.Operator
        && api.Value.OperatorKeys.TryGetValue(token.Id, out var hash)
        && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(hash), token.Hash)
            ? new Caller { Operator = token.Id }
            : Caller.Nobody;
}
