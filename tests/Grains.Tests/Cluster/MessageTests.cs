using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Cluster;

/// <summary>What grains tell each other arrives whole at another silo. Within one silo nothing is serialised.</summary>
public sealed class MessageTests : IDisposable
{
    private readonly IHost _host = EngineClusterFixture.BuildAlone();

    public static TheoryData<Type> Messages => [.. MessageTypes];

    /// <summary>References to grains and observers are Orleans' own.</summary>
    private static IReadOnlyList<Type> MessageTypes =>
    [
        .. Interfaces.SelectMany(i => i.GetMethods()).SelectMany(TypesOf).Distinct()
            .Where(t => !t.IsAssignableTo(typeof(IAddressable)))
            .OrderBy(t => t.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>Those of grains, and of observers, which grains tell something.</summary>
    private static IEnumerable<Type> Interfaces => typeof(IQuoteGrain).Assembly.GetTypes()
        .Where(t => t.IsInterface && t.IsAssignableTo(typeof(IAddressable)));

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_arrives_whole(Type type)
    {
        var sent = new Sample().Of(type);

        var received = typeof(EngineClusterFixture)
            .GetMethod(nameof(EngineClusterFixture.Carry), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [_host.Services, sent]);

        Assert.Equal(Json(sent, type), Json(received, type));
    }

    [Fact]
    public void The_messages_are_those_of_all_grains()
    {
        Assert.Contains(typeof(CreateQuote), MessageTypes);
        Assert.Contains(typeof(Outcome<TransferView>), MessageTypes);
        Assert.Contains(typeof(IReadOnlyList<TimelineStep>), MessageTypes);
        Assert.Contains(typeof(SignedOrder), MessageTypes);
        Assert.True(MessageTypes.Count >= 20, $"only {MessageTypes.Count} messages");
    }

    public static TheoryData<Exception> Failures =>
    [
        new BrokenPromiseException("sum == 0: it is not"),
        new ChainUnavailableException("stellar", "no node answers"),
        Storage<StorageUnavailableException>(),
        Storage<StorageOverloadedException>(),
        Storage<StorageOutcomeUnknownException>(),
        Storage<StorageRejectedException>(),
        Storage<StorageCorruptException>(),
        new InconsistentStateException("another one wrote"),
        new TimeoutException("nobody answered"),
        new KeyNotFoundException("no such chain"),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_arrives_as_what_it_is(Exception sent)
    {
        var received = EngineClusterFixture.Carry(_host.Services, sent);

        Assert.IsType(sent.GetType(), received);
        Assert.Equal(sent.Message, received!.Message);
        foreach (var property in sent.GetType().GetProperties().Where(p => p.DeclaringType != typeof(Exception)))
        {
            Assert.Equal(property.GetValue(sent), property.GetValue(received));
        }
    }

    private static T Storage<T>()
        where T : StorageException
    {
        var make = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        object?[] cause = ["the disk is full", null];
        return (T)make.Invoke(cause[..make.GetParameters().Length]);
    }

    private static string Json(object? value, Type type) => JsonSerializer.Serialize(value, type, GrainJson.Options);

    private static IEnumerable<Type> TypesOf(MethodInfo method)
    {
        var result = method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments : [];
        return method.GetParameters().Select(p => p.ParameterType).Concat(result);
    }
}
