namespace OrleansTrading.Chains.Transport;

/// <summary>One server through which a chain is reached.</summary>
public sealed class EndpointOptions
{
    private const int NameLengthMax = 32;

    /// <summary>
    /// How logs, health and metrics call it: 1 to 32 letters, digits, '-', '_' or '.'. Null: its place in the list,
    /// <c>#1</c> and so on, because the host's name too may hold a key.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Its base address, http or https. It may hold an API key and is never put into messages.</summary>
    public required Uri Url { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? "an endpoint";

    internal void Validate(int place)
    {
        // The binder does not know what is required.
        Require(Url is not null, $"Endpoints:{place}:Url is missing. Set the server's address.");
        Require(
            Url!.IsAbsoluteUri && Url.Scheme is "http" or "https",
            $"Endpoints:{place}:Url must be an absolute http or https address.");
        Require(
            Url.Scheme == "https" || Url.IsLoopback || Url.UserInfo.Length == 0,
            $"Endpoints:{place}:Url carries credentials and must use https.");
        Require(
            Name is null || (Name.Length is >= 1 and <= NameLengthMax && Name.All(IsNameLetter)),
            $"Endpoints:{place}:Name is '{Name}'. It must be 1 to {NameLengthMax} letters, digits, '-', '_' or '.'.");
    }

    private static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
