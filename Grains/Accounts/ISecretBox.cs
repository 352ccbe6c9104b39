namespace OrleansTrading.Grains;

/// <summary>Keeps secrets that must be readable again: what is stored is of no use without the box's key.</summary>
public interface ISecretBox
{
    /// <summary>Seals a text.</summary>
    /// <param name="secret">The text.</param>
    /// <param name="context">Whose it is: it can be opened with the same only.</param>
    string Seal(string secret, string context);

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// It was sealed with another key or context, or was changed.
    /// </exception>
    string Open(string sealedText, string context);
}
