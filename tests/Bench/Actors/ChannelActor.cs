using System.Threading.Channels;

namespace OrleansTrading.Bench.Actors;

/// <summary>
/// The reference: the least that can be called an actor, a loop over a channel. It has no identity, directory,
/// timeouts, cycles, limits, timers or state.
/// </summary>
internal sealed class ChannelActor
{
    private readonly Channel<Message> _inbox =
        Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });

    internal ChannelActor() => Loop = RunAsync();

    /// <summary>Ends when the inbox is closed.</summary>
    internal Task Loop { get; }

    internal Task<int> EchoAsync(int value)
    {
        var message = new Message(value);
        return _inbox.Writer.TryWrite(message)
            ? message.Answer.Task
            : throw new InvalidOperationException("The actor is closed.");
    }

    internal void Close() => _inbox.Writer.Complete();

    private async Task RunAsync()
    {
        await foreach (var message in _inbox.Reader.ReadAllAsync())
        {
            message.Answer.SetResult(message.Value);
        }
    }

    private sealed class Message(int value)
    {
        internal int Value { get; } = value;

        internal TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
