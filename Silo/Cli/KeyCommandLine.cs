using System.CommandLine;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Cli;

/// <summary>How the commands <c>keys</c> are written.</summary>
internal static class KeyCommandLine
{
    internal static Command Create() =>
        new("keys", "Works on the encrypted keystore of treasury keys.")
        {
            CreateMaking("create", "Makes a key and prints its name.", KeyCommands.CreateAsync),
            CreateMaking(
                "import",
                "Adds a key from standard input, or asks for it: Solana's base58 or JSON array, Stellar's S…, NEAR's"
                + " ed25519:…, or a seed in hex.",
                KeyCommands.ImportAsync),
            CreateList(),
            CreateShowAddress(),
            CreateChangePassphrase(),
        };

    private static Command CreateMaking(
        string name, string description, Func<KeyArguments, string, string?, bool, Task<int>> run)
    {
        var chain = new Option<string>("--chain") { Description = "The chain.", Required = true };
        chain.AcceptOnlyFromAmong([.. KeyNames.Chains]);
        var account = new Option<string?>("--account")
        {
            Description = "The account that the key signs for, if not its own address: NEAR's named accounts.",
        };
        var lane = new Option<bool>("--lane") { Description = "NEAR: the key is a lane, named by its public key." };
        var common = new Common();
        var command = new Command(name, description) { chain, account, lane };
        common.AddTo(command);
        command.SetAction((parsed, _) => run(
            common.Read(parsed), parsed.GetRequiredValue(chain), parsed.GetValue(account), parsed.GetValue(lane)));
        return command;
    }

    private static Command CreateList()
    {
        var common = new Common();
        var command = new Command("list", "Prints the keys' names and public keys; needs no passphrase.");
        common.AddTo(command);
        command.SetAction((parsed, _) => KeyCommands.ListAsync(common.Read(parsed)));
        return command;
    }

    private static Command CreateShowAddress()
    {
        var name = new Argument<string>("name") { Description = "The key, as keys list prints it." };
        var common = new Common();
        var command = new Command("show-address", "Opens the keystore and prints a key's address.") { name };
        common.AddTo(command);
        command.SetAction((parsed, _) =>
            KeyCommands.ShowAddressAsync(common.Read(parsed), parsed.GetRequiredValue(name)));
        return command;
    }

    private static Command CreateChangePassphrase()
    {
        var next = new Option<FileInfo?>("--new-passphrase-file")
        {
            Description = "A file whose first line is the new passphrase; left out: it is asked for.",
        };
        var common = new Common();
        var command = new Command("change-passphrase", "Encrypts the keystore anew with another passphrase.") { next };
        common.AddTo(command);
        command.SetAction((parsed, _) =>
            KeyCommands.ChangePassphraseAsync(common.Read(parsed), parsed.GetValue(next)?.FullName));
        return command;
    }

    private sealed class Common
    {
        private readonly ServerOptions _server = new();

        private readonly Option<FileInfo?> _keystore = new("--keystore")
        {
            Description = "The keystore; left out: Keys:Keystore, or keystore.json in the keys' folder.",
        };

        private readonly Option<FileInfo?> _passphraseFile = new("--passphrase-file")
        {
            Description = "A file with the passphrase on its first line; left out: Keys:PassphraseFile, or asked for.",
        };

        internal void AddTo(Command command)
        {
            command.Add(_keystore);
            command.Add(_passphraseFile);
            _server.AddSettingsTo(command);
        }

        internal KeyArguments Read(ParseResult parsed) =>
            new(_server.Read(parsed), parsed.GetValue(_keystore), parsed.GetValue(_passphraseFile));
    }
}
