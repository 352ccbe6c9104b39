using System.Text;

namespace OrleansTrading.Silo.Keys.Keystore;

/// <summary>Where a passphrase comes from: a file that is its owner's alone, or a person at the terminal.</summary>
internal static class Passphrase
{
    /// <summary>
    /// A new passphrase has at least this many characters; scrypt makes each guess dear, not a short word good.
    /// </summary>
    internal const int LengthMin = 12;

    private const int LengthMax = 1024;

    /// <summary>Reads the file's first line, or asks.</summary>
    /// <param name="file">The file; null: the terminal.</param>
    /// <param name="prompt">What a person is asked.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no terminal, the file is open to others, or it holds no passphrase.
    /// </exception>
    internal static SecretBytes Read(string? file, string prompt) =>
        file is not null ? ReadFile(file) : ReadTerminal(prompt);

    /// <summary>The same for a new one, asked twice at the terminal.</summary>
    internal static SecretBytes ReadNew(string? file, string prompt)
    {
        var first = Read(file, prompt);
        try
        {
            if (Encoding.UTF8.GetCharCount(first.Span) < LengthMin)
            {
                throw new InvalidOperationException(
                    $"The passphrase has less than {LengthMin} characters. Choose a longer one.");
            }

            if (file is null)
            {
                using var second = ReadTerminal("Once more: ");
                if (!first.Span.SequenceEqual(second.Span))
                {
                    throw new InvalidOperationException("The two passphrases differ. Nothing was changed.");
                }
            }

            return first;
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    private static SecretBytes ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"There is no passphrase file {path}.");
        }

        PrivateMode.Require(path);
        using var buffer = new SecretBytes(LengthMax + 2);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var length = file.ReadAtLeast(buffer.Span, buffer.Span.Length, throwOnEndOfStream: false);
        var line = buffer.Span[..length];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        line = end < 0 ? line : line[..end];
        return line.Length is > 0 and <= LengthMax
            ? new SecretBytes(line)
            : throw new InvalidOperationException(
                $"The first line of {path} is no passphrase. It has 1 to {LengthMax} bytes.");
    }

    private static SecretBytes ReadTerminal(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            throw new InvalidOperationException(
                "There is no terminal to ask for the keystore's passphrase. Name a file with --passphrase-file, or for"
                + " a server with Keys:PassphraseFile.");
        }

        Console.Error.Write(prompt);
        using var typed = new SecretBytes(LengthMax);
        var length = 0;
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                length = PreviousCharacter(typed.Span[..length]);
            }
            else if (char.IsSurrogate(key.KeyChar))
            {
                throw new InvalidOperationException(
                    "A terminal gives such characters in halves. Put the passphrase into a file, --passphrase-file.");
            }
            else if (!char.IsControl(key.KeyChar) && length + 3 <= typed.Span.Length)
            {
                length += Encoding.UTF8.GetBytes([key.KeyChar], typed.Span[length..]);
            }
        }

        Console.Error.WriteLine();
        return length > 0
            ? new SecretBytes(typed.Span[..length])
            : throw new InvalidOperationException("No passphrase was typed.");
    }

    private static int PreviousCharacter(ReadOnlySpan<byte> typed)
    {
        var length = typed.Length;
        do
        {
            length--;
        }
        while (length > 0 && (typed[length] & 0xC0) == 0x80);
        return Math.Max(length, 0);
    }
}
