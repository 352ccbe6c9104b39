namespace OrleansTrading.Engine.CrashChild;

/// <summary>Whole lines to standard output, each handed to the system before the call returns.</summary>
internal sealed class Report : IDisposable
{
    private readonly StreamWriter _output = new(Console.OpenStandardOutput()) { AutoFlush = true };
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task LineAsync(string line)
    {
        await _turn.WaitAsync();
        try
        {
            await _output.WriteLineAsync(line);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _turn.Dispose();
    }
}
