using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// One attempt at one endpoint gave nothing usable. It says nothing about what a submission did. Never leaves the
/// transport.
/// </summary>
[SuppressMessage(
    "Design", "CA1064:Exceptions should be public", Justification = "It never leaves the transport.")]
internal sealed class EndpointFailedException : Exception
{
    internal EndpointFailedException(string cause, Exception? inner = null)
        : base(cause, inner)
    {
    }

    /// <summary>The endpoint asks to be left alone for a while; null: it does not.</summary>
    internal TimeSpan? Rest { get; init; }

    /// <summary>How long to wait before trying again; null: as long as usual.</summary>
    internal TimeSpan? RetryDelay { get; set; }

    /// <summary>False when no later attempt of the same call can help.</summary>
    internal bool MayRetry { get; set; } = true;

    /// <summary>
    /// Whether it tells against the chain as a whole: not when nobody was asked, or was asked too often.
    /// </summary>
    internal bool Counts { get; init; } = true;

    /// <summary>The answer, where there was one; null when there was none.</summary>
    internal RestReply? Reply { get; init; }
}
