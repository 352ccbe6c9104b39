using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansTrading.Devnet.Shared;

/// <summary>How the local networks write JSON.</summary>
internal static class DevnetJson
{
    /// <summary>As real nodes do it: quotes are escaped, apostrophes and other scripts are not.</summary>
    internal static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
