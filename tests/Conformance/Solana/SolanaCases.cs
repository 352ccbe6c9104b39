using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Conformance.Tests.Solana;

/// <summary>Makes up transactions: what they say as JSON, which both sides build from and read to.</summary>
internal sealed class SolanaCases(Dice dice)
{
    private static readonly string[] TokenPrograms =
        [SolanaPrograms.Token.ToString(), SolanaPrograms.Token2022.ToString()];

    private readonly SolanaWallets _wallets = new(dice, 24);

    internal SolanaWallets Wallets => _wallets;

    /// <summary>One of the kinds of transactions that we make ourselves.</summary>
    internal JsonObject Own(string version)
    {
        var payer = _wallets.Any();
        string[] signers = dice.Chance(30) ? [payer, _wallets.Any()] : [payer];
        var instructions = new JsonArray();
        for (var count = dice.Between(1, 5); count > 0; count--)
        {
            instructions.Add(Instruction(dice.Of(signers)));
        }

        return Fit(new JsonObject
        {
            ["version"] = version == "legacy" ? "legacy" : 0,
            ["payer"] = payer,
            ["blockhash"] = Key(),
            ["instructions"] = instructions,
        });
    }

    /// <summary>A transaction of somebody else: unknown programs, more signers, borrowed accounts.</summary>
    internal JsonObject Foreign(string version)
    {
        var spec = Own(version);
        var instructions = spec["instructions"]!.AsArray();
        var shared = Enumerable.Range(0, 6).Select(_ => Key()).ToArray();
        for (var count = dice.Between(1, 3); count > 0; count--)
        {
            instructions.Insert(dice.Below(instructions.Count + 1), Raw(shared));
        }

        if (version != "legacy" && dice.Chance(60))
        {
            // Accounts that no instruction uses belong into tables too: their places must be skipped.
            var borrowed = shared.Where(_ => dice.Chance(60)).Append(Key()).ToList();
            spec["tables"] = new JsonArray(new JsonObject
            {
                ["key"] = Key(),
                ["addresses"] = new JsonArray([.. borrowed.Select(key => (JsonNode)key)]),
            });
        }

        return Fit(spec);
    }

    internal string Key() => new SolanaKey(dice.Bytes(SolanaKey.Length)).ToString();

    private JsonObject Instruction(string signer)
    {
        switch (dice.Below(9))
        {
            case 0:
                return new JsonObject { ["kind"] = "unitLimit", ["units"] = (long)dice.Units(32) };
            case 1:
                return new JsonObject { ["kind"] = "unitPrice", ["microLamports"] = Number(dice.Units(64)) };
            case 2:
                return new JsonObject { ["kind"] = "memo", ["text"] = dice.Text(120) };
            case 3 or 4:
                return new JsonObject
                {
                    ["kind"] = "transfer",
                    ["from"] = signer,
                    ["to"] = dice.Chance(80) ? Key() : _wallets.Any(),
                    ["lamports"] = Number(dice.Units(64)),
                };
            case 5:
                return CreateToken(signer);
            case 6:
                return new JsonObject { ["kind"] = "nonceAdvance", ["nonce"] = Key(), ["authority"] = signer };
            default:
                return TokenTransfer(signer);
        }
    }

    private JsonObject TokenTransfer(string owner)
    {
        var units = dice.Units(64);
        var transfer = new JsonObject
        {
            ["source"] = Key(),
            ["mint"] = Key(),
            ["destination"] = Key(),
            ["owner"] = owner,
            ["units"] = Number(units),
            ["decimals"] = dice.Between(0, 255),
        };
        if (dice.Chance(60))
        {
            transfer["kind"] = "transferChecked";
            transfer["program"] = dice.Of(TokenPrograms);
        }
        else
        {
            transfer["kind"] = "transferWithFee";
            transfer["fee"] = Number(dice.Chance(50) ? 0 : units / (ulong)dice.Between(1, 1_000));
        }

        return transfer;
    }

    private JsonObject CreateToken(string payer)
    {
        var (owner, mint, program) = (_wallets.Any(), Key(), dice.Of(TokenPrograms));
        return new JsonObject
        {
            ["kind"] = "createToken",
            ["payer"] = payer,
            ["account"] = SolanaAccounts.AssociatedToken(
                SolanaKey.Parse(owner), SolanaKey.Parse(mint), SolanaKey.Parse(program), out _).ToString(),
            ["owner"] = owner,
            ["mint"] = mint,
            ["program"] = program,
        };
    }

    private JsonObject Raw(string[] shared)
    {
        var accounts = new JsonArray();
        for (var count = dice.Between(0, 6); count > 0; count--)
        {
            var signs = dice.Chance(15);
            accounts.Add(new JsonObject
            {
                ["key"] = signs ? _wallets.Any() : dice.Of(shared),
                ["signer"] = signs,
                ["writable"] = dice.Chance(50),
            });
        }

        return new JsonObject
        {
            ["kind"] = "raw",
            ["program"] = Key(),
            ["accounts"] = accounts,
            ["data"] = dice.Hex(dice.Between(0, 60)),
        };
    }

    /// <summary>Leaves out what does not fit a packet, in whatever version.</summary>
    private static JsonObject Fit(JsonObject spec)
    {
        const int VersionAndTableBytes = 64;
        var instructions = spec["instructions"]!.AsArray();
        while (SolanaSpecs.Compile(spec) is var message
            && 1 + (message.SignerCount * Ed25519.SignatureBytes) + message.Encode().Length
                > SolanaTransaction.BytesMax - VersionAndTableBytes)
        {
            instructions.RemoveAt(instructions.Count - 1);
        }

        return spec;
    }

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
