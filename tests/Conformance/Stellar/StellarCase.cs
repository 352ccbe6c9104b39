using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>One case with what we made of it.</summary>
internal sealed record StellarCase(
    JsonObject Spec,
    StellarNetwork Network,
    Envelope Envelope,
    IReadOnlyList<(byte[] Seed, string Address)> Signers,
    IReadOnlyList<(byte[] Seed, string Address)> FeeSigners)
{
    private bool IsBump => Envelope is FeeBumpEnvelope;

    internal string Hash => Convert.ToHexStringLower(Network.Hash(Envelope));

    internal JsonArray SignerList => Addresses(IsBump ? FeeSigners : Signers);

    internal JsonArray? InnerSignerList => IsBump ? Addresses(Signers) : null;

    /// <summary>The ids of the claimable balances that the operations would make; null for other operations.</summary>
    internal JsonArray BalanceIds
    {
        get
        {
            var transaction = Envelope is FeeBumpEnvelope bump
                ? bump.Inner.Transaction
                : ((TransactionEnvelope)Envelope).Transaction;
            return
            [
                .. transaction.Operations.Select((operation, index) => operation is CreateClaimableBalanceOperation
                    ? (JsonNode)ClaimableBalanceCodec.IdOf(
                        transaction.Source.AccountId, transaction.Sequence, (uint)index)
                    : null),
            ];
        }
    }

    /// <summary>What the script is asked to build.</summary>
    internal JsonObject Request(bool isOld) => new()
    {
        ["spec"] = Spec.DeepClone(),
        ["network"] = Network.Passphrase,
        ["seeds"] = Seeds(Signers),
        ["feeSeeds"] = Seeds(FeeSigners),
        ["v0"] = isOld,
    };

    /// <summary>What the script is asked to read.</summary>
    internal JsonObject Question(IEnumerable<string> addresses) => new()
    {
        ["envelope"] = Convert.ToBase64String(EnvelopeCodec.Encode(Envelope)),
        ["network"] = Network.Passphrase,
        ["addresses"] = new JsonArray([.. addresses.Select(address => (JsonNode)address)]),
    };

    /// <summary>Verifies every signature of an envelope of theirs.</summary>
    internal void RequireSigned(Envelope theirs)
    {
        var hash = Network.Hash(theirs);
        Assert.All(
            IsBump ? FeeSigners : Signers,
            signer => Assert.True(StellarNetwork.IsSignedBy(signer.Address, hash, theirs.Signatures)));
        if (theirs is FeeBumpEnvelope bump)
        {
            var inner = Network.Hash(bump.Inner);
            Assert.All(
                Signers,
                signer => Assert.True(StellarNetwork.IsSignedBy(signer.Address, inner, bump.Inner.Signatures)));
        }
    }

    private static JsonArray Addresses(IEnumerable<(byte[] Seed, string Address)> signers) =>
        [.. signers.Select(signer => (JsonNode)signer.Address)];

    private static JsonArray Seeds(IEnumerable<(byte[] Seed, string Address)> signers) =>
        [.. signers.Select(signer => (JsonNode)Convert.ToHexStringLower(signer.Seed))];
}
