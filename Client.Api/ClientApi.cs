using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Accounts;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Catalog;
using OrleansTrading.Client.Api.Copy;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Health;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Ledger;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.OpenApi;
using OrleansTrading.Client.Api.Operators;
using OrleansTrading.Client.Api.PerformanceFees;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Trust;
using OrleansTrading.Client.Api.Risk;
using OrleansTrading.Client.Api.Users;
using OrleansTrading.Client.Api.Wallets;
using OrleansTrading.Client.Api.WalletTransfers;
using OrleansTrading.Client.Api.Withdrawals;

namespace OrleansTrading.Client.Api;

/// <summary>The HTTP API's two doors: register it, then map it.</summary>
public static class ClientApi
{
    /// <summary>
    /// Registers the API. The host provides what it talks to: <c>IGrainFactory</c>, <c>IListingStore</c>,
    /// <c>IHistoryStore</c>, <c>ILedgerStore</c>, <c>AssetCatalog</c>, <c>IEntropy</c> and, unless it is the
    /// system's, <c>TimeProvider</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Binds <see cref="ApiOptions"/>; they are checked when the host starts.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddClientApi(this IServiceCollection services, Action<ApiOptions> configure)
    {
        services.AddOptions<ApiOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>());
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        AddAccess(services);
        AddHealth(services);
        RateLimiting.Add(services);
        ApiDocument.Add(services);

        services.TryAddSingleton<RecentSessions>();
        services.TryAddSingleton<IdempotencyKeys>();
        services.TryAddSingleton<QuoteMapper>();
        services.TryAddSingleton<QuoteList>();
        services.TryAddSingleton<ParkedPayments>();
        services.TryAddSingleton<HistoryPages>();
        services.TryAddSingleton<LedgerPages>();
        services.TryAddSingleton<ChainStatusReader>();
        services.TryAddSingleton<WatcherBell>();
        services.AddHostedService<HintListeners>();
        services.TryAddSingleton<OperatorKeys>();
        services.TryAddSingleton<WrongTokenLimiter>();
        services.TryAddSingleton<AuthEndpoints>();
        services.TryAddSingleton<WebAuthEndpoints>();
        services.TryAddSingleton<UserEndpoints>();
        services.TryAddSingleton<CatalogEndpoints>();
        services.TryAddSingleton<QuoteEndpoints>();
        services.TryAddSingleton<HistoryEndpoints>();
        services.TryAddSingleton<LedgerEndpoints>();
        services.TryAddSingleton<WalletMapper>();
        services.TryAddSingleton<WalletBalances>();
        services.TryAddSingleton<WalletEndpoints>();
        services.TryAddSingleton<OperatorWalletEndpoints>();
        services.TryAddSingleton<TrustEndpoints>();
        services.TryAddSingleton<WithdrawalMapper>();
        services.TryAddSingleton<WithdrawalList>();
        services.TryAddSingleton<WithdrawalEndpoints>();
        services.TryAddSingleton<TransferEndpoints>();
        services.TryAddSingleton<RiskEndpoints>();
        services.TryAddSingleton<FeeMapper>();
        services.TryAddSingleton<FeeEndpoints>();
        AddCopyTrading(services);
        services.TryAddSingleton<HookEndpoints>();
        services.TryAddSingleton<OperatorEndpoints>();
        services.TryAddSingleton<HealthEndpoints>();
        services.TryAddSingleton<OpenApiEndpoints>();
        return services;
    }

    /// <summary>
    /// Puts the API's steps into the pipeline and maps its routes: <c>/v1</c>, <c>/health</c> and <c>/openapi</c>. Call
    /// it after the host's own steps that concern every request, such as forwarded headers.
    /// </summary>
    /// <param name="app">The host.</param>
    /// <returns>The same host.</returns>
    public static WebApplication MapClientApi(this WebApplication app)
    {
        app.UseMiddleware<ErrorMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        if (app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.RateLimits.Enabled)
        {
            // After sign-in, so that a customer's limit follows the customer, and before anything that costs more.
            app.UseRateLimiter();
        }

        app.UseAuthorization();
        app.Services.GetRequiredService<AuthEndpoints>().Map(app);
        app.Services.GetRequiredService<WebAuthEndpoints>().Map(app);
        app.Services.GetRequiredService<UserEndpoints>().Map(app);
        app.Services.GetRequiredService<CatalogEndpoints>().Map(app);
        app.Services.GetRequiredService<QuoteEndpoints>().Map(app);
        app.Services.GetRequiredService<HistoryEndpoints>().Map(app);
        app.Services.GetRequiredService<LedgerEndpoints>().Map(app);
        app.Services.GetRequiredService<WalletEndpoints>().Map(app);
        app.Services.GetRequiredService<OperatorWalletEndpoints>().Map(app);
        app.Services.GetRequiredService<TrustEndpoints>().Map(app);
        app.Services.GetRequiredService<WithdrawalEndpoints>().Map(app);
        app.Services.GetRequiredService<TransferEndpoints>().Map(app);
        app.Services.GetRequiredService<RiskEndpoints>().Map(app);
        app.Services.GetRequiredService<FeeEndpoints>().Map(app);
        app.Services.GetRequiredService<TradingAccountEndpoints>().Map(app);
        app.Services.GetRequiredService<ProviderEndpoints>().Map(app);
        app.Services.GetRequiredService<SubscriptionEndpoints>().Map(app);
        app.Services.GetRequiredService<PositionEndpoints>().Map(app);
        app.Services.GetRequiredService<HookEndpoints>().Map(app);
        app.Services.GetRequiredService<OperatorEndpoints>().Map(app);
        app.Services.GetRequiredService<HealthEndpoints>().Map(app);
        app.Services.GetRequiredService<OpenApiEndpoints>().Map(app);
        return app;
    }

    /// <summary>
    /// Closes the host's own pages to everybody but operators. A browser asks for the operator's id and key (HTTP
    /// Basic); programs send the key as a bearer token, as everywhere. Call it on what is mapped after the API.
    /// </summary>
    /// <param name="pages">What the host maps.</param>
    /// <returns>The same.</returns>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder pages)
        where TBuilder : IEndpointConventionBuilder => pages.RequireAuthorization(AccessPolicies.OperatorInBrowser);

    private static void AddCopyTrading(IServiceCollection services)
    {
        services.TryAddSingleton<ListedPages>();
        services.TryAddSingleton<OwnSubscriptions>();
        services.TryAddSingleton<TradingAccountEndpoints>();
        services.TryAddSingleton<CopyFeeMapper>();
        services.TryAddSingleton<ProviderEndpoints>();
        services.TryAddSingleton<SubscriptionEndpoints>();
        services.TryAddSingleton<PositionEndpoints>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        // The core alone: the full registration would bring key files on disk for cookies, which there are none of.
        services.AddAuthenticationCore(options => options.DefaultScheme = BearerHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, BrowserHandler>(BrowserHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.User, policy => policy.RequireClaim(AccessPolicies.UserClaim))
            .AddPolicy(AccessPolicies.Operator, policy => policy.RequireClaim(AccessPolicies.OperatorClaim))
            .AddPolicy(AccessPolicies.OperatorInBrowser, policy => policy
                .AddAuthenticationSchemes(BrowserHandler.SchemeName)
                .RequireClaim(AccessPolicies.OperatorClaim));
    }

    private static void AddHealth(IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StorageHealthCheck>(StorageHealthCheck.Name);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<HealthCheckServiceOptions>, ChainHealthChecks>());
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<IOptions<ApiOptions>>((health, api) =>
        {
            foreach (var registration in health.Registrations)
            {
                registration.Timeout = api.Value.StatusTimeout;
            }
        });
    }
}
