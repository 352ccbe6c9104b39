using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>Times in a query.</summary>
internal static class QueryTime
{
    /// <summary>Reads a time; refused when it is none.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="at">The time; null: none is given.</param>
    internal static Refusal? Read(IQueryCollection query, string name, out DateTimeOffset? at)
    {
        at = null;
        var values = query[name];
        if (values.Count == 0)
        {
            return null;
        }

        if (values is [{ } text] && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time))
        {
            at = time;
            return null;
        }

        return new Refusal
        {
            Code = ErrorCodes.RequestMalformed,
            Field = name,
            Detail = $"{name} is a time like 2026-03-01T12:00:00Z.",
        };
    }
}
