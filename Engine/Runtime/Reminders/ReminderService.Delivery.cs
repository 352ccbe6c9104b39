namespace OrleansTrading.Engine;

/// <content>Waiting for reminders and delivering them; all of it runs on the queue.</content>
internal sealed partial class ReminderService
{
    private void Schedule(ScheduledReminder reminder)
    {
        known[(reminder.Row.GrainId, reminder.Row.Name)] = reminder;
        order.Enqueue(reminder, (reminder.DueAt.UtcTicks, sequence++));
        ForgetReplaced();
        Arm();
    }

    /// <summary>
    /// What was replaced or removed leaves the order when it would have been due. A grain that sets a reminder of a day
    /// every second must not fill the memory until then.
    /// </summary>
    private void ForgetReplaced()
    {
        if (order.Count <= (2 * known.Count) + ReplacedMax)
        {
            return;
        }

        var current = order.UnorderedItems.Where(item => IsCurrent(item.Element)).ToList();
        order.Clear();
        order.EnqueueRange(current);
    }

    private void OnTimer() => queue.Post(DeliverDue);

    private void DeliverDue()
    {
        var now = runtime.Time.GetUtcNow();
        while (!stopped
            && underWay < runtime.Options.ReminderDeliveriesMax
            && order.TryPeek(out var reminder, out var key)
            && key.DueTicks <= now.UtcTicks)
        {
            order.Dequeue();
            if (IsCurrent(reminder))
            {
                underWay++;
                _ = DeliverAsync(reminder, now);
            }
        }

        Arm();
    }

    /// <summary>Whether it was neither replaced nor removed since it was put in order.</summary>
    private bool IsCurrent(ScheduledReminder reminder) =>
        known.TryGetValue((reminder.Row.GrainId, reminder.Row.Name), out var newest)
        && ReferenceEquals(newest, reminder);

    private async Task DeliverAsync(ScheduledReminder reminder, DateTimeOffset now)
    {
        var row = reminder.Row;
        var error = await TryDeliverAsync(row, now);
        underWay--;
        reminder.DueAt = reminder.NextAfter(runtime.Time.GetUtcNow());
        if (error is not null)
        {
            runtime.Log.ReminderFailed(row.Name, row.GrainId, reminder.DueAt, error);
        }

        if (!stopped && IsCurrent(reminder))
        {
            order.Enqueue(reminder, (reminder.DueAt.UtcTicks, sequence++));
        }

        DeliverDue();
    }

    private async Task<Exception?> TryDeliverAsync(ReminderRow row, DateTimeOffset now)
    {
        if (runtime.Classes.Find(row.GrainId.Type) is not { } grainClass
            || !typeof(IRemindable).IsAssignableFrom(grainClass.Type))
        {
            runtime.Log.ReminderOrphaned(row.Name, row.GrainId);
            return null;
        }

#pragma warning disable CA1031 // Whatever the grain throws is logged, and the reminder comes again.
        try
        {
            var grain = (IRemindable)(object)runtime.CreateProxy(typeof(IRemindable), row.GrainId, grainClass);
            await grain.ReceiveReminder(
                row.Name, new TickStatus(row.StartAt.UtcDateTime, row.Period, now.UtcDateTime));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
#pragma warning restore CA1031
    }

    private void Arm()
    {
        // At the limit, the end of a delivery looks again.
        if (stopped || underWay >= runtime.Options.ReminderDeliveriesMax || !order.TryPeek(out _, out var key))
        {
            return;
        }

        var wait = TimeSpan.FromTicks(key.DueTicks - runtime.Time.GetUtcNow().UtcTicks);
        timer.Change(
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
