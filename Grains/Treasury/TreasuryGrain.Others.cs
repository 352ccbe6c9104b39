using Microsoft.Extensions.Logging;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// All our accounts pay out, or none does. What one of them does not remember to have sent (a restored backup) may be
/// what another one is about to pay: a refund of what was delivered for, a delivery of what was given back.
/// </content>
internal sealed partial class TreasuryGrain
{
    private Refusal? doubtElsewhere;
    private bool haveOthersAnswered;
    private string? toldDoubt;

    /// <summary>Why the account neither promises nor signs because of another one; null when it may.</summary>
    private Refusal? RefuseForOthers() => haveOthersAnswered
        ? doubtElsewhere
        : new Refusal
        {
            Code = ErrorCodes.ChainUnavailable,
            Detail = "The treasury's other accounts have not answered yet. Try again in a few seconds.",
            RetryAt = time.GetUtcNow() + options.ReconcilePeriod,
        };

    /// <summary>
    /// Asked in each tick right before something may be signed, and never remembered beyond it. An account that does
    /// not answer ends the tick. A stop ends the wait: an activation takes no calls once it is told to end, and is not
    /// ended before its tick is, so two accounts that ask each other just then would wait until the call times out.
    /// </summary>
    private async Task<bool> MayPayOutAsync()
    {
        doubtElsewhere = await TreasuryHistories.FindDoubtAsync(GrainFactory, catalog, except: Account)
            .WaitAsync(stopping);
        haveOthersAnswered = true;
        if (toldDoubt != doubtElsewhere?.Detail)
        {
            toldDoubt = doubtElsewhere?.Detail;
            if (toldDoubt is null)
            {
                logger.TreasuryPays(Account);
            }
            else
            {
                // What ends by itself is how every start begins; what an operator has to end is worth an alert.
                var level = doubtElsewhere!.RetryAt is null ? LogLevel.Warning : LogLevel.Information;
                logger.TreasuryWaits(level, Account, toldDoubt);
            }
        }

        return doubtElsewhere is null;
    }
}
