using Microsoft.AspNetCore.Connections;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>What a connection that ends looks like from inside.</summary>
internal static class Connections
{
    /// <summary>True for what is thrown when the connection is gone, and nothing else is wrong.</summary>
    internal static bool IsGone(Exception failure) =>
        failure is IOException or OperationCanceledException or ObjectDisposedException or ConnectionAbortedException;
}
