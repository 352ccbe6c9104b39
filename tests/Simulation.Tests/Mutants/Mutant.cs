namespace OrleansTrading.Simulation.Tests.Mutants;

/// <summary>
/// One mistake in the product: what a developer could write by accident. It is data; the product's files stay as they
/// are, and only the test's own compilation sees the mistake.
/// </summary>
internal sealed record Mutant
{
    /// <summary>What the product then does, as a sentence with underscores; the tests are named after it.</summary>
    public required string Name { get; init; }

    /// <summary>What goes wrong because of it.</summary>
    public required string Breaks { get; init; }

    /// <summary>Which promise the simulator sees broken.</summary>
    public required string Caught { get; init; }

    /// <summary>The file, relative to the solution's folder; its first folder is the room that is compiled.</summary>
    public required string File { get; init; }

    /// <summary>What stands in the file exactly once.</summary>
    public required string Original { get; init; }

    /// <summary>What stands there instead.</summary>
    public required string Replacement { get; init; }

    /// <summary>True: it is about copying, and sought where there is nothing else.</summary>
    public bool IsOfCopying { get; init; }

    /// <summary>The room that the file belongs to.</summary>
    public string Room => File[..File.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The file's text with the mistake.</summary>
    /// <exception cref="InvalidOperationException">The text to replace is not there, or not once.</exception>
    public string Apply(string text)
    {
        var at = text.IndexOf(Original, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(Original, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException(
                $"{File} has {(at < 0 ? "nowhere" : "more than once")} what the mutant {Name} replaces:\n{Original}\n"
                + "The code has changed: give the mutant the text as it is now, or make the mistake anew.");
        }

        return string.Concat(text.AsSpan(0, at), Replacement, text.AsSpan(at + Original.Length));
    }

    public override string ToString() => Name;
}
