using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>
/// One route with everything that is said about it: access, limit and documentation come from here, so that what is
/// documented is what holds.
/// </summary>
internal sealed record ApiRoute
{
    public required string Method { get; init; }

    public required string Pattern { get; init; }

    /// <summary>The operation's id in the OpenAPI document.</summary>
    public required string Name { get; init; }

    public required string Tag { get; init; }

    public required string Summary { get; init; }

    public string? Description { get; init; }

    public required Access Access { get; init; }

    public required RateClass Rate { get; init; }

    /// <summary>What the body is; null for none.</summary>
    public Type? Request { get; init; }

    /// <summary>Content types that the body may have besides JSON.</summary>
    public IReadOnlyList<string> MoreRequestTypes { get; init; } = [];

    /// <summary>True when the body may be left out.</summary>
    public bool RequestOptional { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    public required IReadOnlyList<ApiReply> Replies { get; init; }

    /// <summary>The codes that this route's own rules give; those of access, limits and reading are added.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}

/// <summary>Where a parameter is.</summary>
internal enum ParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>A parameter outside the body.</summary>
internal sealed record ApiParameter(
    ParameterPlace Place, string Name, string Description, bool Required = false, bool IsInteger = false);

/// <summary>A successful answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="Body">What the body is; null for none.</param>
internal sealed record ApiReply(int Status, string Description, Type? Body = null);
