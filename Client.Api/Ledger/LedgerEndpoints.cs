using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Ledger;

/// <summary><c>/v1/operator/ledger</c>: accounts, entries, and what the audit says of them.</summary>
internal sealed partial class LedgerEndpoints(IGrainFactory grains, ILedgerStore ledger, LedgerPages pages)
{
    private const string AccountParameter = "account";
    private const string SubjectParameter = "subject";
    private const string IdParameter = "id";
    private const string PrefixParameter = "prefix";
    private const string AtParameter = "at";
    private const int IdDigits = 32;

    private async Task ListAccountsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string? after = null;
        var refusal = Paging.ReadLimit(query, out var limit)
            ?? Paging.ReadCursor(query, text => (after = LedgerPages.DecodeAccount(text)) is not null)
            ?? CheckText(query, PrefixParameter);
        if (refusal is not null)
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        var prefix = query[PrefixParameter] is [{ } given] ? given : string.Empty;
        var names = await ledger.AccountsAsync(prefix, after, limit, context.RequestAborted);
        var items = new List<LedgerAccountBody>(names.Count);
        foreach (var name in names)
        {
            items.Add(await ReadAsync(name, at: null, context.RequestAborted));
        }

        // A full page may be the last one: the next is empty then.
        var body = new LedgerAccountPageBody
        {
            Items = items,
            NextCursor = names.Count == limit ? LedgerPages.EncodeAccount(names[^1]) : null,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.LedgerAccountPageBody);
    }

    private async Task GetAccountAsync(HttpContext context)
    {
        // The server decodes all of a path but slashes.
        var account = ((string)context.Request.RouteValues[AccountParameter]!)
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var refusal = QueryTime.Read(context.Request.Query, AtParameter, out var at);
        if ((CheckName(AccountParameter, account) ?? refusal) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            await ReadAsync(account, at, context.RequestAborted),
            ApiJsonContext.Default.LedgerAccountBody);
    }

    private async Task ListEntriesAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = LedgerPages.Paging.Read(query);
        var malformed = ReadFilter(query, out var filter);
        if ((request.Refusal ?? malformed) is { } refusal)
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        var page = await pages.ReadAsync(filter, request.Value!, context.RequestAborted);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            LedgerEntryPageBody.Of(page),
            ApiJsonContext.Default.LedgerEntryPageBody);
    }

    private async Task GetAuditAsync(HttpContext context)
    {
        var view = await grains.GetGrain<ILedgerAuditGrain>("0").GetAsync();
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            LedgerAuditBody.Of(view),
            ApiJsonContext.Default.LedgerAuditBody);
    }

    private async Task<LedgerAccountBody> ReadAsync(
        string account, DateTimeOffset? at, CancellationToken cancellationToken) => new()
    {
        Account = account,
        Balances =
        [
            .. (await ledger.BalancesAsync(account, at, cancellationToken)).Select(LedgerBalanceBody.Of),
        ],
    };

    private static Refusal? ReadFilter(IQueryCollection query, out LedgerFilter filter)
    {
        filter = LedgerFilter.All;
        string[] names = [AccountParameter, SubjectParameter, IdParameter];
        var given = names.Where(query.ContainsKey).ToList();
        if (given.Count > 1)
        {
            return Malformed(given[1], "Give account, subject or id, or none; entries are searched by one of them.");
        }

        if (given is not [var name])
        {
            return null;
        }

        if (CheckText(query, name) is { } refusal)
        {
            return refusal;
        }

        var text = query[name].ToString();
        UInt128 id = 0;
        if (name == IdParameter && !(text.Length == IdDigits
            && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id)))
        {
            return Malformed(IdParameter, "id is 32 hexadecimal digits.");
        }

        filter = name switch
        {
            AccountParameter => LedgerFilter.OfAccount(text),
            SubjectParameter => LedgerFilter.OfSubject(text),
            _ => LedgerFilter.OfId(id),
        };
        return null;
    }

    private static Refusal? CheckText(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [{ } text] => CheckName(name, text),
        _ => Malformed(name, $"{name} is given once."),
    };

    private static Refusal? CheckName(string name, string text) =>
        text.Length is > 0 and <= StorageConstants.TextLengthMax
            ? null
            : Malformed(name, $"{name} has 1 to {StorageConstants.TextLengthMax} characters.");

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };
}
