using System.Text;

namespace OrleansTrading.Chains.Transport.Events;

/// <summary>
/// Finds the events in a stream's bytes (WHATWG HTML section 9.2.6). Lines may be of any length: only the beginning of
/// each is kept, since names and ids are short and contents are not looked at. So its memory does not depend on what a
/// server sends.
/// </summary>
internal sealed class EventParser
{
    /// <summary>Longer than any field that is read here; an id that does not fit is left out.</summary>
    internal const int LineBytesMax = 512;

    private readonly byte[] _line = new byte[LineBytesMax];
    private int _length;
    private bool _isCut;
    private bool _afterReturn;
    private bool _isFirst = true;
    private bool _hasData;
    private string? _type;
    private string? _id;

    /// <summary>Reads on and returns the events that are complete now.</summary>
    internal IReadOnlyList<ServerEvent> Read(ReadOnlySpan<byte> bytes)
    {
        List<ServerEvent>? events = null;
        foreach (var value in bytes)
        {
            // A line ends with CR, LF or both.
            var endedBefore = _afterReturn;
            _afterReturn = value == '\r';
            if (value == '\n' && endedBefore)
            {
                continue;
            }

            if (value is not ((byte)'\r' or (byte)'\n'))
            {
                Add(value);
            }
            else if (EndLine() is { } found)
            {
                (events ??= []).Add(found);
            }
        }

        return events ?? (IReadOnlyList<ServerEvent>)[];
    }

    private void Add(byte value)
    {
        if (_length < _line.Length)
        {
            _line[_length++] = value;
        }
        else
        {
            _isCut = true;
        }
    }

    private ServerEvent? EndLine()
    {
        var line = _line.AsSpan(0, _length);
        if (_isFirst && line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        var found = line.Length == 0 && !_isCut ? EndEvent() : null;
        if (line.Length > 0)
        {
            ReadField(line);
        }

        (_length, _isCut, _isFirst) = (0, false, false);
        return found;
    }

    private ServerEvent? EndEvent()
    {
        var found = _hasData ? new ServerEvent(_type ?? ServerEvent.Message, _id) : null;
        (_hasData, _type, _id) = (false, null, null);
        return found;
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        if (name.SequenceEqual("data"u8))
        {
            _hasData = true;
        }
        else if (_isCut || value.Length == 0)
        {
            // Cut short it would be another value.
        }
        else if (name.SequenceEqual("event"u8))
        {
            _type = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
        {
            _id = Encoding.UTF8.GetString(value);
        }
    }
}
