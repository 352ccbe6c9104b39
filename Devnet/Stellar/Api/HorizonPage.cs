using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Cursor">The place after which it begins, in its order; null for the list's first end.</param>
/// <param name="Descending">Newest first.</param>
/// <param name="Limit">1 to 200.</param>
internal sealed record HorizonPage(long? Cursor, bool Descending, int Limit)
{
    private const int LimitDefault = 10;
    private const int LimitMax = 200;

    /// <summary>Reads order, limit and cursor; <paramref name="problem"/> tells what is wrong with them.</summary>
    internal static HorizonPage? Read(
        IReadOnlyDictionary<string, string> query, long nowPosition, out HorizonReply? problem)
    {
        problem = null;
        var order = query.GetValueOrDefault("order", "asc");
        if (order is not ("asc" or "desc"))
        {
            problem = HorizonProblems.BadRequest("order", "order: invalid value");
            return null;
        }

        var limit = LimitDefault;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LimitMax))
        {
            problem = HorizonProblems.BadRequest("limit", $"limit: must be between 1 and {LimitMax}");
            return null;
        }

        long? cursor = null;
        if (query.TryGetValue("cursor", out var token) && token.Length > 0)
        {
            if (token == "now")
            {
                cursor = nowPosition;
            }
            else if (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                cursor = position;
            }
            else
            {
                problem = HorizonProblems.BadRequest("cursor", "cursor: invalid value");
                return null;
            }
        }

        return new HorizonPage(cursor, order == "desc", limit);
    }

    /// <summary>Takes the page's entries from a list in order of position, leaving out what does not fit.</summary>
    internal List<T> Take<T>(List<T> entries, Predicate<T> fits)
        where T : IHistoryEntry
    {
        var taken = new List<T>();
        if (Descending)
        {
            for (var i = FirstAtOrAfter(entries, Cursor ?? long.MaxValue) - 1; i >= 0 && taken.Count < Limit; i--)
            {
                if (fits(entries[i]))
                {
                    taken.Add(entries[i]);
                }
            }
        }
        else
        {
            for (var i = FirstAtOrAfter(entries, (Cursor ?? -1) + 1); i < entries.Count && taken.Count < Limit; i++)
            {
                if (fits(entries[i]))
                {
                    taken.Add(entries[i]);
                }
            }
        }

        return taken;
    }

    /// <summary>The page's JSON with its links.</summary>
    internal JsonObject Write(HorizonRequest request, IReadOnlyList<(long Position, JsonObject Record)> records)
    {
        var first = records.Count == 0 ? Cursor : records[0].Position;
        var last = records.Count == 0 ? Cursor : records[^1].Position;
        return new JsonObject
        {
            ["_links"] = new JsonObject
            {
                ["self"] = Link(request, Cursor, Descending),
                ["next"] = Link(request, last, Descending),
                ["prev"] = Link(request, first, !Descending),
            },
            ["_embedded"] = new JsonObject
            {
                ["records"] = new JsonArray([.. records.Select(record => (JsonNode)record.Record)]),
            },
        };
    }

    /// <summary>The first entry not before a position, by bisection.</summary>
    private static int FirstAtOrAfter<T>(List<T> entries, long position)
        where T : IHistoryEntry
    {
        var low = 0;
        var high = entries.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Position < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private JsonObject Link(HorizonRequest request, long? cursor, bool descending)
    {
        var query = $"cursor={cursor?.ToString(CultureInfo.InvariantCulture)}"
            + $"&limit={Limit.ToString(CultureInfo.InvariantCulture)}&order={(descending ? "desc" : "asc")}";
        foreach (var name in new[] { "include_failed", "join" })
        {
            if (request.Query.TryGetValue(name, out var value))
            {
                query += $"&{name}={Uri.EscapeDataString(value)}";
            }
        }

        return new JsonObject { ["href"] = $"{request.BaseUrl}/{string.Join('/', request.Segments)}?{query}" };
    }
}
