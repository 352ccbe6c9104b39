using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>Reads ids out of the bodies of copy trading.</summary>
internal static class CopyIds
{
    /// <summary>Reads a trading account; what can be no id is nobody's account.</summary>
    internal static Refusal? ReadAccount(string? text, out TradingAccountId? account)
    {
        var isId = TradingAccountId.TryParse(text, out var id);
        account = isId ? id : null;
        return isId || text is null
            ? null
            : new Refusal
            {
                Code = ErrorCodes.TradingAccountUnknown,
                Field = "account",
                Detail = "You have no such trading account. GET /v1/trading-accounts lists yours.",
            };
    }

    /// <summary>Reads a provider; what can be no id is nobody.</summary>
    internal static Refusal? ReadProvider(string text, out ProviderId provider) =>
        ProviderId.TryParse(text, out provider)
            ? null
            : new Refusal
            {
                Code = ErrorCodes.ProviderUnknown,
                Field = "provider",
                Detail = "There is no such provider. Ask whom you want to copy for the id.",
            };

    /// <summary>Reads users; whether there are such users is not asked.</summary>
    internal static Refusal? ReadUsers(string field, IReadOnlyList<string>? texts, out IReadOnlyList<UserId>? users)
    {
        users = null;
        if (texts is null)
        {
            return null;
        }

        var read = new List<UserId>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (!UserId.TryParse(texts[i], out var user))
            {
                return new Refusal
                {
                    Code = ErrorCodes.ProviderMalformed,
                    Field = field,
                    Detail = $"Entry {i} of {field} is no user's id: u_ and 26 characters.",
                };
            }

            read.Add(user);
        }

        users = read;
        return null;
    }
}
