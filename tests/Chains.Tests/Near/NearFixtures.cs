using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>The recorded vectors and answers; Fixtures/near/SOURCES.md says where they come from.</summary>
internal static class NearFixtures
{
    internal static JsonElement Vectors { get; } = Read("vectors.json");

    internal static JsonElement Read(string name)
    {
        var path = Path.Combine([AppContext.BaseDirectory, "Fixtures", "near", .. name.Split('/')]);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    internal static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray();

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    internal static byte[] Base64(this JsonElement element, string name) =>
        Convert.FromBase64String(element.Text(name));

    internal static byte[] SeedOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes("fixture/near/" + name));

    /// <summary>The transaction that a vector's own fields describe, built by us.</summary>
    internal static NearTransaction Build(JsonElement vector) => new(
        vector.Text("signer_id"),
        NearPublicKey.Parse(vector.Text("public_key")),
        ReadUInt64(vector.GetProperty("nonce")),
        vector.Text("receiver_id"),
        NearHash.Parse(vector.Text("block_hash")),
        [.. vector.List("actions").Select(BuildAction)]);

    internal static NearAction BuildAction(JsonElement action)
    {
        var (kind, body) = action.EnumerateObject().Select(member => (member.Name, member.Value)).Single();
        return kind switch
        {
            "CreateAccount" => new CreateAccountAction(),
            "Transfer" => new TransferAction(UInt128.Parse(body.Text("deposit"), null)),
            "FunctionCall" => new FunctionCallAction(
                body.Text("method_name"),
                Encoding.UTF8.GetBytes(body.Text("args_utf8")),
                ReadUInt64(body.GetProperty("gas")),
                UInt128.Parse(body.Text("deposit"), null)),
            "AddKey" => new AddKeyAction(
                NearPublicKey.Parse(body.Text("public_key")), BuildKey(body.GetProperty("access_key"))),
            "DeleteKey" => new DeleteKeyAction(NearPublicKey.Parse(body.Text("public_key"))),
            "DeleteAccount" => new DeleteAccountAction(body.Text("beneficiary_id")),
            _ => throw new InvalidOperationException($"The vectors hold a new action: {kind}."),
        };
    }

    private static NearAccessKey BuildKey(JsonElement key)
    {
        var nonce = ReadUInt64(key.GetProperty("nonce"));
        var permission = key.GetProperty("permission");
        if (permission.ValueKind == JsonValueKind.String)
        {
            Assert.Equal("FullAccess", permission.GetString());
            return new NearAccessKey(nonce, null);
        }

        var limits = permission.GetProperty("FunctionCall");
        var allowance = limits.GetProperty("allowance");
        return new NearAccessKey(nonce, new NearKeyLimits(
            allowance.ValueKind == JsonValueKind.Null ? null : UInt128.Parse(allowance.GetString()!, null),
            limits.Text("receiver_id"),
            [.. limits.List("method_names").Select(name => name.GetString()!)]));
    }

    private static ulong ReadUInt64(JsonElement number) => number.ValueKind == JsonValueKind.String
        ? ulong.Parse(number.GetString()!, null)
        : number.GetUInt64();
}
