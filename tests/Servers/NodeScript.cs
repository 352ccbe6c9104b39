using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrading.Servers;

/// <summary>
/// A script of <c>tests/Conformance/node</c> as a child process: a line of JSON asks, a line of JSON answers. Its input
/// closes with this process, however this one ends, and the script ends with its input.
/// </summary>
public sealed class NodeScript : IAsyncDisposable
{
    private const string Solution = "OrleansTrading.sln";
    private const int ErrorLinesMax = 100;
    private const int CasesAtOnce = 100;
    private static readonly Version VersionMin = new(20, 19);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string> Folder = new(FindFolder);

    private readonly string _name;
    private readonly Process _process;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Queue<string> _errors = [];
    private int _lastId;

    private NodeScript(string name, Process process)
    {
        _name = name;
        _process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a script.</summary>
    /// <param name="name">Its file's name.</param>
    /// <exception cref="InvalidOperationException">Node.js is missing or too old, or its packages are not installed.
    /// </exception>
    public static NodeScript Start(string name)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder.Value, name)])
        {
            WorkingDirectory = Folder.Value,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NodeScript(name, Process.Start(start)!);
    }

    /// <summary>Processor time that the script has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Asks the script and waits for its answer.</summary>
    /// <param name="method">What to do.</param>
    /// <param name="parameters">What it is done with; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The script failed; with its own words.</exception>
    public async Task<JsonNode?> CallAsync(string method, JsonNode? parameters = null)
    {
        await _gate.WaitAsync();
        try
        {
            var id = ++_lastId;
            var request = new JsonObject
            {
                ["id"] = id,
                ["method"] = method,
                ["parameters"] = parameters?.DeepClone(),
            };
            await _process.StandardInput.WriteLineAsync(request.ToJsonString());
            await _process.StandardInput.FlushAsync();
            return await ReadAnswerAsync(method, id);
        }
        catch (IOException failure)
        {
            throw Failed(method, "it has ended", failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks about many cases, some at a time, so that one answer never takes long.</summary>
    /// <param name="method">What to do with each.</param>
    /// <param name="cases">The cases.</param>
    /// <exception cref="InvalidOperationException">The script failed; with its own words.</exception>
    /// <returns>An answer to each case, in order.</returns>
    public async Task<IReadOnlyList<JsonNode>> CallEachAsync(string method, IEnumerable<JsonNode> cases)
    {
        var answers = new List<JsonNode>();
        foreach (var some in cases.Chunk(CasesAtOnce))
        {
            var answer = await CallAsync(method, new JsonArray([.. some.Select(one => one.DeepClone())]));
            var list = answer!.AsArray();
            if (list.Count != some.Length)
            {
                throw Failed(method, $"{list.Count} answers to {some.Length} cases", null);
            }

            answers.AddRange(list!);
        }

        return answers;
    }

    /// <summary>Lets the script end.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(AnswerMax);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _gate.Dispose();
    }

    private async Task<JsonNode?> ReadAnswerAsync(string method, int id)
    {
        using var patience = new CancellationTokenSource(AnswerMax);
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException silence)
        {
            _process.Kill(entireProcessTree: true);
            throw Failed(method, $"no answer within {AnswerMax}", silence);
        }

        JsonNode? answer;
        try
        {
            answer = line is null ? throw Failed(method, "it ended", null) : JsonNode.Parse(line);
        }
        catch (JsonException noise)
        {
            throw Failed(method, $"it said {line}", noise);
        }

        if (answer?["id"]?.GetValue<int>() != id)
        {
            throw Failed(method, $"it answered something else: {line}", null);
        }

        return answer["error"] is { } error
            ? throw Failed(method, error.GetValue<string>(), null)
            : answer["result"];
    }

    private InvalidOperationException Failed(string method, string how, Exception? cause)
    {
        lock (_errors)
        {
            return new InvalidOperationException($"{_name}, {method}: {how}\n{string.Join('\n', _errors)}", cause);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > ErrorLinesMax)
            {
                _errors.Dequeue();
            }
        }
    }

    private static string FindFolder()
    {
        RequireVersion();
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent;
        }

        var folder = Path.Combine(
            root?.FullName ?? throw new InvalidOperationException($"No folder above this program has {Solution}."),
            "tests",
            "Conformance",
            "node");
        return File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
            ? folder
            : throw new InvalidOperationException(
                "The JavaScript SDKs are not installed. ./test does it; or run npm ci in tests/Conformance/node.");
    }

    private static void RequireVersion()
    {
        var remedy = $"Install Node.js {VersionMin} or later, with npm (Debian 13: apt-get install nodejs npm).";
        string text;
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"There is no node on the path. {remedy}", missing);
        }

        if (!Version.TryParse(text.TrimStart('v'), out var version) || version < VersionMin)
        {
            throw new InvalidOperationException($"node --version says '{text}'. {remedy}");
        }
    }
}
