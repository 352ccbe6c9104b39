namespace OrleansTrading.Chains;

/// <summary>No endpoint of a chain gave a usable answer. It says nothing about what the chain holds.</summary>
public sealed class ChainUnavailableException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="chain">The chain's short name.</param>
    /// <param name="message">Cause and what was asked; never a secret.</param>
    /// <param name="inner">The transport's own exception; null when the answer itself was unusable.</param>
    public ChainUnavailableException(string chain, string message, Exception? inner = null)
        : base(message, inner) => Data[nameof(Chain)] = chain;

    /// <summary>The chain's short name.</summary>
    /// <remarks>Kept in the exception's data, which goes with it to another server; a field would not.</remarks>
    public string Chain => (string)Data[nameof(Chain)]!;
}
