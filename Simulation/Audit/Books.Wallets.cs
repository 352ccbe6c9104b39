using System.Text.Json;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.WalletTransfers;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Simulation.Audit;

/// <content>What the disk says of wallets, withdrawals, and transfers between wallets.</content>
internal sealed partial class Books
{
    private const string Nothing = "nothing";

    private void LookAtWithdrawal(string id, byte[] payload)
    {
        var state = JsonSerializer.Deserialize<WithdrawalState>(payload, GrainJson.Options)!;
        var before = withdrawals.GetValueOrDefault(id, WithdrawalStatus.Opening);
        if (before != state.Status)
        {
            world.Coverage.Hit($"withdrawal {Name(before)} > {Name(state.Status)}");
            if (!WithdrawalTransitions.Allowed.Any(move => (move.Key.From, move.Value) == (before, state.Status)))
            {
                world.Violate("I7", $"withdrawal {id} went from {before} to {state.Status}");
            }
        }

        Keep(id, state);
    }

    private void Keep(string id, WithdrawalState state)
    {
        withdrawals[id] = state.Status;
        if (state.Command is null || WithdrawalTransitions.IsTerminal(state.Status))
        {
            open.Remove(id);
        }
        else
        {
            open[id] = $"withdrawal {id} ({state.Status})";
        }
    }

    private void LookAtWallet(string wallet, byte[] payload)
    {
        var state = JsonSerializer.Deserialize<WalletState>(payload, GrainJson.Options)!;
        if (state.Holds.Count == 0 && state.Outgoing.Count == 0)
        {
            open.Remove(wallet);
        }
        else
        {
            open[wallet] = $"wallet {wallet} ({state.Holds.Count} held, {state.Outgoing.Count} on their way)";
        }
    }

    /// <summary>A transfer that is sent stays so; one that is refused is nothing again.</summary>
    private void LookAtWalletTransfer(string id, byte[] payload)
    {
        var state = JsonSerializer.Deserialize<WalletTransferState>(payload, GrainJson.Options)!;
        var status = StatusOf(state);
        var before = walletTransfers.GetValueOrDefault(id, Nothing);
        if (before != status)
        {
            world.Coverage.Hit($"wallet transfer {before} > {status}");
            if ((before, status) is not ((Nothing, "opening") or ("opening", "sent" or Nothing)))
            {
                world.Violate("I7", $"wallet transfer {id} went from {before} to {status}");
            }
        }

        Keep(id, status);
    }

    private static string StatusOf(WalletTransferState state) =>
        state.Command is null ? Nothing : state.SentAt is null ? "opening" : "sent";

    private void Keep(string id, string status)
    {
        walletTransfers[id] = status;
        if (status == "opening")
        {
            open[id] = $"wallet transfer {id} ({status})";
        }
        else
        {
            open.Remove(id);
        }
    }
}
