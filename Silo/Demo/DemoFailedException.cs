namespace OrleansTrading.Silo.Demo;

/// <summary>The demo did not go as promised.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
