using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Routing;

namespace OrleansTrading.Client.Api.OpenApi;

/// <summary>Completes the generated OpenAPI document with what each <see cref="ApiRoute"/> says.</summary>
internal static class ApiDocument
{
    internal const string Name = "v1";
    internal const string UserScheme = "session";
    internal const string OperatorScheme = "operator";

    internal static void Add(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(DescribeDocument);
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeOpenObject);
        options.CreateSchemaReferenceId = type => type.Type == typeof(JsonElement)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
    });

    /// <summary>What is JSON inside is an object wherever the API shows it; its members depend on its kind.</summary>
    private static Task DescribeOpenObject(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(JsonElement))
        {
            schema.Type = JsonSchemaType.Object;
        }

        return Task.CompletedTask;
    }

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OrleansTrading",
            Version = Name,
            Description = "Price-locked quotes between assets of several chains: prove a wallet, ask for a quote, "
                + "pay it, be paid. Refusals are RFC 9457 problem details with a stable code.",
        };

        // Wherever the document is read from: the address the platform listens on is not the customers'.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [UserScheme] = Bearer("The token that POST /v1/auth/verifications gives: ots_<id>_<secret>."),
            [OperatorScheme] = Bearer("An operator's key: otk_<id>_<secret>."),
        };
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiRoute>().FirstOrDefault();
        if (route is not null)
        {
            operation.Parameters = route.Parameters.Count == 0
                ? null
                : [.. route.Parameters.Select(parameter => (IOpenApiParameter)Parameter(parameter))];
            DescribeResponses(operation, route, context.Document!);
            DescribeRawBody(operation, route);
            operation.Security = Security(route.Access, context.Document!);
        }

        return Task.CompletedTask;
    }

    /// <summary>A webhook's body is signed, not read: it may be anything.</summary>
    private static void DescribeRawBody(OpenApiOperation operation, ApiRoute route)
    {
        if (route.Access == Access.SignedWebhook)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = "Anything; only its signature is looked at.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [JsonReply.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchema() },
                },
            };
        }
    }

    private static void DescribeResponses(OpenApiOperation operation, ApiRoute route, OpenApiDocument document)
    {
        foreach (var reply in route.Replies)
        {
            Describe(operation, reply.Status, reply.Description);
        }

        var errors = ApiRoutes.ErrorsOf(route).Distinct().Select(ErrorCatalog.Get).GroupBy(kind => kind.Status);
        foreach (var group in errors)
        {
            var codes = string.Join(", ", group.Select(kind => kind.Code).Order(StringComparer.Ordinal));
            var stated = route.Replies.FirstOrDefault(reply => reply.Status == group.Key)?.Description;
            var response = Describe(
                operation, group.Key, stated is null ? $"Refused: {codes}." : $"{stated} Or refused: {codes}.");
            response?.Content?.TryAdd(
                Problems.ContentType,
                new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(ProblemBody), document) });
        }
    }

    private static OpenApiResponse? Describe(OpenApiOperation operation, int status, string description)
    {
        var key = status.ToString(CultureInfo.InvariantCulture);
        var response = operation.Responses?.GetValueOrDefault(key) as OpenApiResponse;
        if (response is not null)
        {
            response.Description = description;
        }

        return response;
    }

    private static OpenApiParameter Parameter(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.Place switch
        {
            ParameterPlace.Path => ParameterLocation.Path,
            ParameterPlace.Query => ParameterLocation.Query,
            _ => ParameterLocation.Header,
        },
        Description = parameter.Description,
        Required = parameter.Required,
        Schema = new OpenApiSchema
        {
            Type = parameter.IsInteger ? JsonSchemaType.Integer : JsonSchemaType.String,
        },
    };

    private static List<OpenApiSecurityRequirement> Security(Access access, OpenApiDocument document) => access switch
    {
        Access.User => [Requirement(UserScheme, document)],
        Access.Operator => [Requirement(OperatorScheme, document)],

        // An empty requirement beside it says that the scheme is optional.
        Access.UserOrAnybody => [Requirement(UserScheme, document), []],
        _ => [],
    };

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static OpenApiSecurityScheme Bearer(string description) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = description,
    };
}
