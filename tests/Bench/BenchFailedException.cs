namespace OrleansTrading.Bench;

/// <summary>What was measured is not what it should be: there is no result.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
