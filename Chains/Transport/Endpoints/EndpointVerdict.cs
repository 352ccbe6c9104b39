namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>What a check found about an endpoint.</summary>
/// <param name="State">Unchecked, Usable, Behind, Contradicting or WrongNetwork.</param>
/// <param name="Problem">One sentence for anybody; null when it is usable.</param>
internal sealed record EndpointVerdict(EndpointState State, string? Problem)
{
    internal static EndpointVerdict Unchecked { get; } = new(EndpointState.Unchecked, "It has not answered yet.");

    internal static EndpointVerdict Usable { get; } = new(EndpointState.Usable, null);

    /// <summary>The same for operators, with what the server said; null when there is no more to say.</summary>
    internal string? Detail { get; private init; }

    internal static EndpointVerdict WrongNetwork(string? detail) => new(
        EndpointState.WrongNetwork, "It serves another network. Correct its address and start again.")
    {
        Detail = detail,
    };
}
