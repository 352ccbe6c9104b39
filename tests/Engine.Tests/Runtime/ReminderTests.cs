namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class ReminderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reminder_comes_when_due_and_then_every_period_though_its_grain_was_collected()
    {
        await using var engine = await TestEngine.StartAsync();
        var start = engine.Time.GetUtcNow();
        await engine.Get<IRemindedGrain>("r").RemindAsync("wake", Minute * 2, Minute * 30);
        await engine.AdvanceAsync(Minute * 2 - TimeSpan.FromTicks(1));
        Assert.Equal(0, engine.Probe.Count("wake at 2"));
        await engine.AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Equal("wake at 2", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Minute * 20);
        Assert.Equal("gone ActivationIdle", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Minute * 10);
        Assert.Equal("wake at 32", await engine.Probe.NextAsync());
        Assert.Equal(start + Minute * 32, engine.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_one_that_was_missed_often_comes_once_soon_after()
    {
        MemoryReminderTable table;
        await using var first = await TestEngine.StartAsync();
        table = first.Reminders;
        await first.Get<IRemindedGrain>("r").RemindAsync("wake", Minute * 5, Minute * 10);
        await first.Get<IRemindedGrain>("later").RemindAsync("later", Minute * 60, Minute * 60);
        await first.StopAsync();
        await first.AdvanceAsync(Minute * 37);

        await using var second = await TestEngine.StartAsync(after: first);
        Assert.Same(table, second.Reminders);
        await second.AdvanceAsync(TimeSpan.FromSeconds(2));
        await second.SettledAsync();
        Assert.Equal(1, second.Probe.Count("wake at 37"));
        Assert.Equal("wake at 37", await second.Probe.NextAsync());
        await second.AdvanceAsync(Minute * 7);
        await second.SettledAsync();
        Assert.True(second.Probe.IsQuiet);
        await second.AdvanceAsync(Minute);
        Assert.Equal("wake at 45", await second.Probe.NextAsync());
        Assert.Equal(0, second.Probe.Count("later at 37"));
    }

    [Fact]
    public async Task A_removed_reminder_comes_no_more_and_a_changed_one_comes_at_its_new_time()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IRemindedGrain>("r");
        await grain.RemindAsync("a", Minute, Minute);
        await grain.RemindAsync("b", Minute, Minute);
        Assert.Equal("a,b", await grain.ListAsync());
        await grain.RemindAsync("b", Minute * 3, Minute * 3);
        await grain.ForgetAsync("a");
        await grain.ForgetAsync("a");
        Assert.Equal("b", await grain.ListAsync());
        await engine.AdvanceAsync(Minute * 2);
        await grain.ListAsync();
        Assert.True(engine.Probe.IsQuiet);
        await engine.AdvanceAsync(Minute);
        Assert.Equal("b at 3", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_reminder_whose_grain_fails_comes_again_at_the_next_period()
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.Get<IRemindedGrain>("r").RemindAsync("fail", Minute, Minute);
        await engine.AdvanceAsync(Minute);
        Assert.Equal("fail at 1", await engine.Probe.NextAsync());
        await WaitForAsync(() => engine.Log.Entries.Any(entry => entry is { Id: 8, Error: OddException }));
        await engine.AdvanceAsync(Minute);
        Assert.Equal("fail at 2", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused_and_the_minimum_is_an_option()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => engine.Get<IRemindedGrain>("r").RemindAsync("a", Minute, TimeSpan.FromSeconds(59)));
        Assert.Contains("ReminderPeriodMin", error.Message, StringComparison.Ordinal);
        await using var quick = await TestEngine.StartAsync(
            options => options.ReminderPeriodMin = TimeSpan.FromSeconds(1));
        await quick.Get<IRemindedGrain>("r").RemindAsync("a", TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await quick.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal("a at 0", await quick.Probe.NextAsync());
    }

    [Fact]
    public async Task No_more_reminders_are_delivered_at_once_than_the_limit_and_all_are_in_the_end()
    {
        await using var engine = await TestEngine.StartAsync(options => options.ReminderDeliveriesMax = 2);
        for (var i = 0; i < 5; i++)
        {
            await engine.Get<IRemindedGrain>($"g{i}").RemindAsync("hold", Minute, Minute * 60);
        }

        await engine.AdvanceAsync(Minute);
        Assert.Equal(["hold at 1", "hold at 1"], await engine.Probe.NextAsync(2));
        await engine.Get<IRemindedGrain>("g4").ListAsync();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("hold");
        Assert.Equal(["hold at 1", "hold at 1", "hold at 1"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task Reminders_that_are_set_again_and_again_do_not_fill_the_memory()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IRemindedGrain>("r");
        for (var i = 0; i < 1000; i++)
        {
            await grain.RemindAsync("often", Minute * 600, Minute * 600);
            await grain.RemindAsync($"once {i}", Minute * 600, Minute * 600);
            await grain.ForgetAsync($"once {i}");
        }

        await grain.RemindAsync("wake", Minute, Minute * 600);
        await engine.SettledAsync();
        Assert.InRange(engine.ReminderService.OrderedCount, 2, 100);
        await engine.AdvanceAsync(Minute);
        Assert.Equal("wake at 1", await engine.Probe.NextAsync());
        await engine.AdvanceAsync(Minute * 599);
        Assert.Equal("gone ActivationIdle", await engine.Probe.NextAsync());
        Assert.Equal("often at 600", await engine.Probe.NextAsync());
    }

    [Fact]
    public async Task A_reminder_of_a_grain_class_that_is_gone_is_kept_and_does_not_stop_the_others()
    {
        await using var engine = await TestEngine.StartAsync();
        var orphan = new ReminderRow(GrainId.Create("gone", "x"), "a", engine.Time.GetUtcNow(), Minute);
        await engine.Reminders.UpsertAsync(orphan, CancellationToken.None);
        await engine.Get<IRemindedGrain>("r").RemindAsync("ok", Minute, Minute);
        await engine.StopAsync();
        await using var second = await TestEngine.StartAsync(after: engine);
        await second.AdvanceAsync(Minute);
        Assert.Equal("ok at 1", await second.Probe.NextAsync());
        Assert.Contains(second.Log.Entries, entry => entry.Id == 10);
        Assert.Single(await second.Reminders.ReadAsync(orphan.GrainId, CancellationToken.None));
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}

internal interface IRemindedGrain : IGrainWithStringKey
{
    Task RemindAsync(string name, TimeSpan due, TimeSpan period);

    Task ForgetAsync(string name);

    Task<string> ListAsync();
}

internal sealed class RemindedGrain(Probe probe, TimeProvider time) : Grain, IRemindedGrain, IRemindable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, IGrainReminder> known = [];

    public async Task RemindAsync(string name, TimeSpan due, TimeSpan period) =>
        known[name] = await this.RegisterOrUpdateReminder(name, due, period);

    public Task ForgetAsync(string name) => this.UnregisterReminder(known[name]);

    public async Task<string> ListAsync() => string.Join(
        ',', (await this.GetReminders()).Select(reminder => reminder.ReminderName));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Assert.Equal(time.GetUtcNow().UtcDateTime, status.CurrentTickTime);
        probe.Tell($"{reminderName} at {(int)(time.GetUtcNow() - Start).TotalMinutes}");
        if (reminderName == "fail")
        {
            throw new OddException(3);
        }

        if (reminderName == "hold")
        {
            await probe.PassAsync("hold");
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            probe.Tell($"gone {reason.ReasonCode}");
        }

        return Task.CompletedTask;
    }
}
