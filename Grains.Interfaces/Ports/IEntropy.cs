namespace OrleansTrading.Grains;

/// <summary>Where unpredictable bytes come from: the operating system, or a simulator's seed.</summary>
public interface IEntropy
{
    /// <summary>Fills the buffer with bytes nobody can guess.</summary>
    void Fill(Span<byte> buffer);
}
