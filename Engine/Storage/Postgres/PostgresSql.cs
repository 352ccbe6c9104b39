using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>Makes commands of this folder's constant texts. Values come as parameters, always.</summary>
internal static class PostgresSql
{
    [SuppressMessage(
        "Security",
        "CA2100:Review SQL queries for security vulnerabilities",
        Justification = "Each caller passes a constant, or one of several constants.")]
    public static NpgsqlCommand Command(string constant, NpgsqlConnection? connection = null) =>
        new(constant, connection);
}
