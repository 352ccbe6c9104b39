namespace OrleansTrading.Bench.Load;

/// <summary>A quote answer as the silo sent it.</summary>
internal sealed record CreatedAnswer(byte[] Json, string Location);
