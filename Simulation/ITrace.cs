namespace OrleansTrading.Simulation;

/// <summary>Takes down what happens in a world, in order.</summary>
internal interface ITrace
{
    void Note(string what, long number = 0, string? detail = null);
}
