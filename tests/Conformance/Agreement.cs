using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests;

/// <summary>Compares what two libraries made of the same case, and counts where they agreed.</summary>
internal static class Agreement
{
    private static readonly Lock FileLock = new();

    internal static void Equal(Dice dice, int index, string what, JsonNode? expected, JsonNode? actual)
    {
        if (!JsonNode.DeepEquals(expected, actual))
        {
            Assert.Fail(
                $"{what}, case {index} of CONFORMANCE_SEED={dice.Seed}\n"
                + $"expected {expected?.ToJsonString()}\nactual   {actual?.ToJsonString()}");
        }
    }

    internal static void Equal(string what, JsonNode? expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(expected, actual),
        $"{what}\nexpected {expected?.ToJsonString()}\nactual   {actual?.ToJsonString()}");

    internal static void Equal(
        Dice dice, int index, string what, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            Assert.Fail(
                $"{what}, case {index} of CONFORMANCE_SEED={dice.Seed}\n"
                + $"expected {Convert.ToHexStringLower(expected)}\nactual   {Convert.ToHexStringLower(actual)}");
        }
    }

    /// <summary>
    /// Says how many agreed: in the test's own output, and in the file <c>CONFORMANCE_COUNTS</c> when the environment
    /// names one, which <c>./test</c> prints.
    /// </summary>
    internal static void Count(ITestOutputHelper output, string chain, int count, string what)
    {
        Assert.True(count > 0, $"{chain}: nothing was compared ({what})");
        var line = $"{chain,-8}{count,7} {what}";
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CONFORMANCE_COUNTS") is { Length: > 0 } path)
        {
            lock (FileLock)
            {
                File.AppendAllLines(path, [line]);
            }
        }
    }
}
