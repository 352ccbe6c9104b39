using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Withdrawals;

/// <content>Carries a withdrawal on: by a timer, which a reminder starts again after a crash.</content>
internal sealed partial class WithdrawalGrain
{
    private IGrainTimer? driver;

    /// <summary>Why it has not begun although its delay is over; null: it has, or is not due.</summary>
    private string? waitsFor;

    private bool IsUnderWay => Exists && !WithdrawalTransitions.IsTerminal(State.Status);

    /// <summary>How long nothing is to be done: the delay, while it lasts.</summary>
    private TimeSpan Rest
    {
        get
        {
            var rest = State.Status == WithdrawalStatus.Waiting ? Terms.ExecutesAt - time.GetUtcNow() : TimeSpan.Zero;
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsUnderWay)
        {
            StartDriving();
        }
        else
        {
            await StopRemindingAsync();
        }
    }

    /// <summary>One that waits for long is woken by its reminder, and takes no memory until then.</summary>
    private void StartDriving()
    {
        if (IsUnderWay && Rest <= GrainConstants.ReminderPeriod)
        {
            driver ??= this.RegisterGrainTimer(DriveAsync, new GrainTimerCreationOptions
            {
                DueTime = TimeSpan.Zero,
                Period = options.Value.PollPeriod,
                KeepAlive = true,
            });
        }
    }

    private void StopDriving()
    {
        driver?.Dispose();
        driver = null;
    }

    /// <summary>
    /// As many steps towards the end as can be made now. Every step may be repeated; what failed is tried again by the
    /// next tick.
    /// </summary>
    private async Task DriveAsync(CancellationToken cancellationToken)
    {
        try
        {
            WithdrawalStatus? before = null;
            while (IsUnderWay && State.Status != before && Rest == TimeSpan.Zero)
            {
                before = State.Status;
                await StepAsync();
            }

            if (!IsUnderWay)
            {
                StopDriving();
                await StopRemindingAsync();
            }
            else if (Rest > GrainConstants.ReminderPeriod)
            {
                StopDriving();
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or ChainUnavailableException)
        {
            logger.WithdrawalStalled(Id, failure);
        }
        catch (NotConfiguredException missing)
        {
            TellWaiting(missing.Message);
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(nameof(WithdrawalGrain), broken);
            DeactivateOnIdle();
        }
    }

    private Task StepAsync() => State.Status switch
    {
        WithdrawalStatus.Opening => OpenAsync(isFirst: false),
        WithdrawalStatus.Waiting => BeginAsync(),
        WithdrawalStatus.Executing => ExecuteAsync(),
        WithdrawalStatus.Releasing => ReleaseAsync(),
        WithdrawalStatus.Returning => ReturnAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>Said once, not with every tick.</summary>
    private void TellWaiting(string problem)
    {
        if (waitsFor != problem)
        {
            waitsFor = problem;
            logger.WithdrawalWaits(Id, problem);
        }
    }

    private async Task StopRemindingAsync()
    {
        if (await this.GetReminder(DriveReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }
}
