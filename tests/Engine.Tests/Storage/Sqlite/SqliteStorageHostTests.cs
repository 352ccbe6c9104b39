using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The storage's door: registrations, options, and its place in the host's life.</summary>
public sealed class SqliteStorageHostTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("storage-host-");

    private string DatabasePath => Path.Combine(_directory.FullName, "trading.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_storage_is_open_before_any_service_starts_and_until_all_have_stopped()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        // Registered before the storage, so that nothing but the host's lifecycle can put it behind.
        builder.Services.AddSingleton<Probe>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Probe>());
        builder.Services.AddSqliteStorage(options => options.Path = DatabasePath);
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        var probe = host.Services.GetRequiredService<Probe>();
        Assert.Equal(["started", "stopped"], probe.Written);
        Assert.False(host.Services.GetRequiredService<IStorageStatus>().IsReady);
        Assert.False(File.Exists(DatabasePath + "-wal"));
    }

    [Fact]
    public async Task The_grain_storage_is_found_by_name_and_without()
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddSqliteStorage(options => options.Path = DatabasePath).BuildServiceProvider();

        var named = services.GetRequiredKeyedService<IGrainStorage>(StorageConstants.DefaultProviderName);

        Assert.Same(named, services.GetRequiredService<IGrainStorage>());
        Assert.NotNull(services.GetRequiredService<IListingStore>());
        Assert.Equal(DatabasePath, services.GetRequiredService<IStorageStatus>().Place);
    }

    [Fact]
    public async Task A_double_registered_first_stays()
    {
        var status = new FixedStatus();
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IStorageStatus>(status)
            .AddSqliteStorage(options => options.Path = DatabasePath).BuildServiceProvider();

        Assert.Same(status, services.GetRequiredService<IStorageStatus>());
    }

    [Fact]
    public async Task Wrong_options_stop_the_start_and_are_all_named_with_their_values()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSqliteStorage(options =>
        {
            options.Path = " ";
            options.BatchItemsMax = 0;
            options.ReadersMax = 65;
            options.BusyTimeout = TimeSpan.FromSeconds(-1);
            options.QueueBytesMax = options.StateBytesMax - 1;
            options.CheckAtOpen = (SqliteCheck)9;
            options.Json = null!;
        });
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        var failures = string.Join('\n', refusal.Failures);
        Assert.Equal(7, refusal.Failures.Count());
        Assert.Contains("Storage:Path is empty", failures, StringComparison.Ordinal);
        Assert.Contains("BatchItemsMax is 0. It must be between 1 and 100000.", failures, StringComparison.Ordinal);
        Assert.Contains("Storage:ReadersMax is 65", failures, StringComparison.Ordinal);
        Assert.Contains("Storage:BusyTimeout is -00:00:01", failures, StringComparison.Ordinal);
        Assert.Contains("Storage:QueueBytesMax is 16777215", failures, StringComparison.Ordinal);
        Assert.Contains("Storage:CheckAtOpen is 9", failures, StringComparison.Ordinal);
        Assert.Contains("Storage:Json is null", failures, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_with_a_path_are_valid()
    {
        var result = new SqliteStorageOptionsValidator().Validate(null, new SqliteStorageOptions { Path = "x.db" });

        Assert.True(result.Succeeded, result.FailureMessage);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_the_start_with_its_reason()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 5_000));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSqliteStorage(options => options.Path = DatabasePath);
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<StorageCorruptException>(() => host.StartAsync());

        Assert.Contains(DatabasePath, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Stands for the engine: it writes on its first and on its last step.</summary>
    private sealed class Probe(IGrainStorage storage) : IHostedService
    {
        private readonly GrainState<Purse> _state = new() { State = new Purse() };

        public List<string> Written { get; } = [];

        public Task StartAsync(CancellationToken cancellationToken) => WriteAsync("started");

        public Task StopAsync(CancellationToken cancellationToken) => WriteAsync("stopped");

        private async Task WriteAsync(string note)
        {
            _state.State!.Note = note;
            await storage.WriteStateAsync("purse", GrainId.Create("probe", "1"), _state);
            Written.Add(note);
        }
    }

    private sealed class FixedStatus : IStorageStatus
    {
        public string EngineVersion => "none";

        public string Place => "nowhere";

        public bool IsReady => false;
    }
}
