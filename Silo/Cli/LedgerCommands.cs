using System.Globalization;
using System.Numerics;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Cli;

/// <summary>
/// <c>ledger verify</c>: recomputes the ledger from its first entry, and compares treasury accounts with their chains.
/// It writes nothing; a server may work on the database meanwhile.
/// </summary>
internal static class LedgerCommands
{
    private const long EntriesPerPart = 100_000;

    /// <summary>What moves is on the chain before it is in the ledger: the last look of several counts.</summary>
    private const int LooksMax = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <returns>The process's exit code; 1 with the first difference, or if something could not be compared.</returns>
    internal static async Task<int> VerifyAsync(
        SiloArguments arguments, FileInfo? database, bool isOffline, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = DbCommands.Read(arguments);
            await using var reader = DbCommands.FileOf(configuration, arguments, database) is { } file
                ? LedgerReader.OpenSqlite(file)
                : await LedgerReader.OpenPostgresAsync(StorageHosting.Postgres(configuration), cancellationToken);
            Console.WriteLine($"database  {reader.Place}");
            if (await FindProblemAsync(reader, cancellationToken) is { } problem)
            {
                await Console.Error.WriteLineAsync($"The ledger is not what was booked. First difference: {problem}");
                return 1;
            }

            if (isOffline)
            {
                Console.WriteLine("chains    not asked");
                return 0;
            }

            using var chains = LedgerChains.Open(configuration);
            return await AgreesWithChainsAsync(reader.Ledger, chains, cancellationToken) ? 0 : 1;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task<LedgerProblem?> FindProblemAsync(LedgerReader reader, CancellationToken cancellationToken)
    {
        var verifier = new LedgerVerifier(reader.Ledger, reader.Audit);
        long position = 0, entries = 0;
        DateTimeOffset? latest = null;
        LedgerCheck check;
        do
        {
            check = await verifier.CheckAsync(position, latest, EntriesPerPart, withEnds: true, cancellationToken);
            (position, latest) = (check.Position, check.Latest);
            entries += check.Entries;
            if (check.Problem is { } problem)
            {
                return problem;
            }
        }
        while (!check.IsAtEnd);
        if (await verifier.CheckWholeAsync(cancellationToken) is { } whole)
        {
            return whole;
        }

        var before = DateTimeOffset.UtcNow - LedgerRules.OverdueMax;
        if (await verifier.FindOverdueAsync(LedgerRules.KindsWithDeadline, before, cancellationToken) is { } late)
        {
            return late;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ledger    {entries:N0} entries: hashes, streams, balances and sums are in order, nothing is overdue"));
        return null;
    }

    private static async Task<bool> AgreesWithChainsAsync(
        ILedgerStore ledger, LedgerChains chains, CancellationToken cancellationToken)
    {
        var agrees = true;
        string? last = null;
        IReadOnlyList<string> names;
        do
        {
            names = await ledger.AccountsAsync(
                LedgerAccounts.TreasuryPrefix, last, LedgerConstants.AccountsPageMax, cancellationToken);
            foreach (var name in names)
            {
                agrees &= await AgreesAsync(ledger, chains, name, cancellationToken);
                last = name;
            }
        }
        while (names.Count == LedgerConstants.AccountsPageMax);
        return agrees;
    }

    private static async Task<bool> AgreesAsync(
        ILedgerStore ledger, LedgerChains chains, string name, CancellationToken cancellationToken)
    {
        var account = new AccountId(name[LedgerAccounts.TreasuryPrefix.Length..]);
        if (chains.Find(account.ChainId) is not { } chain)
        {
            await Console.Error.WriteLineAsync($"{account}: no chain {account.ChainId} is configured: not compared.");
            return false;
        }

        var differences = await CompareAsync(ledger, chain, account, name, cancellationToken);
        for (var look = 1; look < LooksMax && differences.Count > 0; look++)
        {
            await Task.Delay(Pause, cancellationToken);
            differences = await CompareAsync(ledger, chain, account, name, cancellationToken);
        }

        if (differences.Count == 0)
        {
            Console.WriteLine($"agrees    {account}");
            return true;
        }

        foreach (var difference in differences)
        {
            await Console.Error.WriteLineAsync($"{account}: {difference}");
        }

        return false;
    }

    private static async Task<List<string>> CompareAsync(
        ILedgerStore ledger, IChain chain, AccountId account, string name, CancellationToken cancellationToken)
    {
        var booked = (await ledger.BalancesAsync(name, at: null, cancellationToken))
            .ToDictionary(balance => balance.Asset, balance => balance.Units, StringComparer.Ordinal);
        var held = (await chain.GetBalancesAsync(account.Address, cancellationToken)).Held;
        return
        [
            .. held.Select(one => (one.Asset, one.Units, Booked: booked.GetValueOrDefault(one.Asset)))
                .Where(one => one.Booked != (BigInteger)one.Units)
                .Select(one => string.Create(
                    CultureInfo.InvariantCulture,
                    $"the chain has {one.Units} of {one.Asset}, the ledger {one.Booked}")),
        ];
    }
}
