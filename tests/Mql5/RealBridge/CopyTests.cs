namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>From a provider's hand to the brokers of those who copy: both programs, the bridge and the grains.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task What_the_provider_does_is_done_in_each_account_by_its_share()
    {
        await using var stage = await CopyStage.OpenAsync();
        var all = await stage.AddAsync();
        var half = await stage.AddAsync(500_000);
        await stage.Provider.SayAsync("open BUY 0.30 0 1.07 1.09");
        await stage.PublishedAsync(1);
        await stage.CopiedAsync(all, "BUY 0.3 1.07 1.09");
        await stage.CopiedAsync(half, "BUY 0.15 1.07 1.09");
    }
}
