using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>Which block a question is about: the last final one, or a given one.</summary>
internal readonly record struct BlockReference
{
    private readonly ulong? _height;
    private readonly NearHash? _hash;

    private BlockReference(ulong? height, NearHash? hash) => (_height, _hash) = (height, hash);

    /// <summary>The last final block that the answering node has.</summary>
    internal static BlockReference Final => default;

    /// <summary>The block at a height; at or below the final height that is one block for ever.</summary>
    internal static BlockReference At(ulong height) => new(height, null);

    internal static BlockReference At(NearHash hash) => new(null, hash);

    internal void WriteTo(JsonObject parameters)
    {
        if (_hash is { } hash)
        {
            parameters["block_id"] = hash.ToString();
        }
        else if (_height is { } height)
        {
            parameters["block_id"] = height;
        }
        else
        {
            parameters["finality"] = "final";
        }
    }
}
