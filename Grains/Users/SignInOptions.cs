using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Users;

/// <summary>How long sign-in material lives.</summary>
public sealed class SignInOptions
{
    /// <summary>How long a challenge can be answered.</summary>
    /// <value>Defaults to 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ChallengeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an answered or expired challenge is still recognised as such.</summary>
    /// <value>Defaults to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ChallengeMemory { get; set; } = TimeSpan.FromMinutes(10);
}
