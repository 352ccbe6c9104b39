using Npgsql;
using NpgsqlTypes;

namespace OrleansTrading.Engine.Storage;

/// <summary>Typed parameters: single values, and columns of a batch.</summary>
internal static class PostgresParameters
{
    public static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Of(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Of(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    public static NpgsqlParameter Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, string?> value) =>
        Column(items, value, NpgsqlDbType.Text);

    public static NpgsqlParameter Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, long> value) =>
        Column(items, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, long?> value) =>
        Column(items, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, bool> value) =>
        Column(items, value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, int> value) =>
        Column(items, value, NpgsqlDbType.Integer);

    /// <summary>UTF-8 texts, or NULL for null.</summary>
    public static NpgsqlParameter Utf8Column<TItem>(IReadOnlyList<TItem> items, Func<TItem, byte[]?> value) =>
        Column(items, value, NpgsqlDbType.Text);

    private static NpgsqlParameter<TValue[]> Column<TItem, TValue>(
        IReadOnlyList<TItem> items,
        Func<TItem, TValue> value,
        NpgsqlDbType type)
    {
        var column = new TValue[items.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(items[i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
