using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Hands out etags from blocks that the server gives to one writer only, so no number is ever given twice: not to
/// another server, not after a rollback, and not for a state that is made anew after it was cleared and forgotten.
/// </summary>
internal sealed class PostgresEtags
{
    // At least as many as one batch can have.
    private const int BlockBits = 17;

    /// <summary>Takes a block; its numbers begin at <see cref="FirstOf"/>.</summary>
    public const string NextBlock = "SELECT nextval('orleanstrading.etag_block')";

    private long _next;
    private long _left;

    /// <summary>The first number of a block.</summary>
    public static long FirstOf(long block) => block << BlockBits;

    /// <summary>Takes so many numbers that follow each other.</summary>
    /// <returns>The first of them.</returns>
    public long Take(NpgsqlConnection connection, int count)
    {
        if (_left < count)
        {
            using var command = new NpgsqlCommand(NextBlock, connection);
            _next = FirstOf((long)command.ExecuteScalar()!);
            _left = 1L << BlockBits;
        }

        var first = _next;
        _next += count;
        _left -= count;
        return first;
    }
}
