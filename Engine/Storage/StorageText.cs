using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Storage;

/// <summary>The rules for texts and pages, the same on every database.</summary>
internal static class StorageText
{
    /// <summary>Refuses a text that no row has.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public static void Require(string text, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        RequireLength(text, name);
    }

    /// <summary>Refuses a text that is too long for a row; it may be empty.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void RequireLength(string text, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        if (text.Length > StorageConstants.TextLengthMax)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} has {text.Length} characters; the limit is {StorageConstants.TextLengthMax}."),
                name);
        }
    }

    /// <summary>Refuses a page that is empty or too long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void RequirePage(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, StorageConstants.ListingPageMax);
    }
}
