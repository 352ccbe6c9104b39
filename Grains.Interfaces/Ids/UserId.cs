using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// A customer. Derived from the first address that was proven, so that a repeated first sign-in is the same user.
/// </summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.user-id")]
[JsonConverter(typeof(TextIdConverter<UserId>))]
public readonly record struct UserId(string Value) : ITextId<UserId>
{
    private const string Prefix = "u_";

    /// <inheritdoc/>
    public static UserId From(string value) => new(value);

    /// <summary>The user whose first proven address is <paramref name="account"/>.</summary>
    public static UserId Derive(AccountId account) => new(StableId.Derive(Prefix, "user", account.Value));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out UserId id)
    {
        id = new UserId(text ?? string.Empty);
        return StableId.IsWellFormed(text, Prefix);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
