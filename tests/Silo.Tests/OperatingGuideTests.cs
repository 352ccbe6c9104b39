using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Client.Api;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Users;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Market;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Tests;

/// <summary>docs/operating.md: what it shows works, what it names exists.</summary>
public sealed partial class OperatingGuideTests
{
    private static readonly Dictionary<string, Type[]> Sections = new(StringComparer.Ordinal)
    {
        ["Platform"] = [typeof(PlatformOptions)],
        ["Quotes"] = [typeof(QuoteOptions)],
        ["Payments"] = [typeof(PaymentOptions)],
        ["Treasury"] = [typeof(TreasuryOptions)],
        ["Risk"] = [typeof(RiskOptions)],
        ["Ledger"] = [typeof(LedgerOptions)],
        ["Wallets"] = [typeof(WalletOptions)],
        ["Trust"] = [typeof(TrustOptions), typeof(TrustSettings)],
        ["PerformanceFees"] = [typeof(PerformanceFeeOptions)],
        ["Withdrawals"] = [typeof(WithdrawalOptions)],
        ["Copy"] = [typeof(CopyOptions)],
        ["Bridge"] = [typeof(BridgeOptions)],
        ["SignIn"] = [typeof(SignInOptions)],
        ["Prices"] = [typeof(PriceOptions)],
        ["Api"] = [typeof(ApiOptions)],
        ["Storage"] = [typeof(StorageSettings), typeof(SqliteStorageOptions), typeof(PostgresStorageOptions)],
        ["Solana"] = [typeof(SolanaSettings)],
        ["Stellar"] = [typeof(StellarSettings)],
        ["Near"] = [typeof(NearSettings)],
        ["Local"] = [typeof(LocalSettings)],
        ["Keys"] = [typeof(KeySettings)],
        ["Proxy"] = [typeof(ProxySettings)],
        ["Cluster"] = [typeof(ClusterSettings)],
    };

    private static string Guide { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "operating.md"));

    [Fact]
    public void Every_kind_of_event_is_in_the_guide_and_no_other()
    {
        var kinds = typeof(HistoryKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        var table = Guide[Guide.IndexOf("| kind |", StringComparison.Ordinal)..];
        var told = table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n')
            .SelectMany(row => Kind().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(kinds.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.Equal(kinds.Count, kinds.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_setting_of_the_table_exists_and_every_section_is_in_it()
    {
        var settings = Setting().Matches(Guide).Select(match => match.Groups[1].Value.Split(':')).ToList();

        Assert.True(settings.Count > 50, $"The guide names only {settings.Count} settings.");
        foreach (var setting in settings)
        {
            var types = Sections[setting[0]];
            foreach (var name in setting[1..])
            {
                var property = types.Select(type => type.GetProperty(name)).FirstOrDefault(found => found is not null);
                Assert.True(property is not null, $"{string.Join(':', setting)}: there is no {name}");
                types = [property.PropertyType];
            }
        }

        Assert.Equal(Sections.Keys.Order(), settings.Select(s => s[0]).Distinct().Order());
    }

    [Fact]
    public void Amounts_beyond_64_bits_can_be_set()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Treasury:FeeReserveUnits:near"] = "7000000000000000000000000",
            ["Near:Chain:RegistrationYoctoMax"] = "20000000000000000000000",
        }).Build();

        var treasury = settings.GetSection("Treasury").Get<TreasuryOptions>()!;
        var near = settings.GetSection("Near").Get<NearSettings>()!;

        Assert.Equal(UInt128.Parse("7000000000000000000000000", null), treasury.FeeReserveUnits["near"]);
        Assert.Equal(UInt128.Parse("20000000000000000000000", null), near.Chain.RegistrationYoctoMax);
        Assert.Equal((UInt128)50_000_000, treasury.FeeReserveUnits["solana"]);
    }

    [Fact]
    public void Example_for_real_networks_is_accepted()
    {
        var json = Example().Match(Guide).Groups[1].Value;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();

        var solana = configuration.GetSection("Solana").Get<SolanaSettings>(Strictly)!;
        var stellar = configuration.GetSection("Stellar").Get<StellarSettings>(Strictly)!;
        var platform = configuration.GetSection("Platform").Get<PlatformOptions>(Strictly)!;
        var prices = configuration.GetSection("Prices").Get<PriceOptions>(Strictly)!;

        solana.Chain.Validate();
        stellar.Chain.Validate();
        Assert.Empty(prices.Problems());
        var catalog = new AssetCatalog(Options.Create(platform));
        Assert.Equal(["solana/SOL", "solana/USDC", "stellar/XLM"], catalog.Assets.Select(asset => asset.Alias));
        Assert.Equal([SolanaClusters.Mainnet, StellarConstants.PubnetId], catalog.Chains.Select(chain => chain.Id));
        Assert.EndsWith(Assert.Single(solana.Chain.Tokens).Mint, catalog.Assets[1].Id.Value, StringComparison.Ordinal);

        // A misspelt name is an error here, though the server would take it for an unknown setting.
        static void Strictly(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;
    }

    [GeneratedRegex("`([a-z_.]+)`")]
    private static partial Regex Kind();

    [GeneratedRegex(@"(?<=^\|[^|]*)`([A-Z][A-Za-z]+(?::[A-Za-z]+)+)`", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"```json\s(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
