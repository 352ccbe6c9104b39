using System.Buffers;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// One of a user's wallets: the user's id, a point and a name of theirs, for example <c>u_….main</c>. Whose a wallet is
/// can be read from its id.
/// </summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.wallet-id")]
[JsonConverter(typeof(TextIdConverter<WalletId>))]
public readonly record struct WalletId(string Value) : ITextId<WalletId>
{
    private const char Separator = '.';
    private const int NameLengthMax = 32;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whose it is.</summary>
    [JsonIgnore]
    public UserId User => new(Value[..Value.IndexOf(Separator, StringComparison.Ordinal)]);

    /// <summary>Which of the user's it is.</summary>
    [JsonIgnore]
    public string Name => Value[(Value.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    /// <inheritdoc/>
    public static WalletId From(string value) => new(value);

    /// <summary>A user's wallet.</summary>
    /// <param name="user">The user.</param>
    /// <param name="name">1 to 32 lower-case letters, digits and hyphens.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">The user's id or the name is not well-formed.</exception>
    public static WalletId Of(UserId user, string name) => TryParse($"{user.Value}{Separator}{name}", out var id)
        ? id
        : throw new ArgumentException(
            $"'{name}' of '{user}' is no wallet: a name has 1 to {NameLengthMax} of a-z, 0-9 and hyphen.",
            nameof(name));

    /// <summary>Reads an id somebody sent.</summary>
    public static bool TryParse(string? text, out WalletId id)
    {
        id = new WalletId(text ?? string.Empty);
        var point = id.Value.IndexOf(Separator, StringComparison.Ordinal);
        if (point < 0 || !UserId.TryParse(id.Value[..point], out _))
        {
            return false;
        }

        var name = id.Value.AsSpan(point + 1);
        return name.Length is >= 1 and <= NameLengthMax && !name.ContainsAnyExcept(NameCharacters);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
