using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A grain factory whose grains are plain objects of the test: one for each interface and key.</summary>
internal sealed class FakeGrains
{
    private readonly ConcurrentDictionary<(Type Kind, string Key), object> grains = new();
    private readonly ConcurrentDictionary<Type, Func<string, object>> makers = new();

    internal FakeGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, ByTextKey>();
        ((ByTextKey)Factory).Grains = this;
    }

    /// <summary>The factory that hands them out.</summary>
    internal IGrainFactory Factory { get; }

    /// <summary>Keys of grains of one kind that were asked for.</summary>
    internal IReadOnlyList<string> Keys<TGrain>() =>
        [.. grains.Keys.Where(k => k.Kind == typeof(TGrain)).Select(k => k.Key)];

    /// <summary>Says how grains of one kind come to be.</summary>
    internal void Serve<TGrain>(Func<string, TGrain> make)
        where TGrain : class => makers[typeof(TGrain)] = make;

    /// <summary>Puts one grain in place.</summary>
    internal void Put<TGrain>(string key, TGrain grain)
        where TGrain : class => grains[(typeof(TGrain), key)] = grain;

    /// <summary>Finds a grain as the API does.</summary>
    internal TGrain GetGrain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => (TGrain)Get(typeof(TGrain), key);

    private object Get(Type kind, string key) => grains.GetOrAdd((kind, key), id => makers[id.Kind](id.Key));

    /// <summary>
    /// Serves the one way in which the API finds grains, by interface and text. It is made at run time because the two
    /// engines' factories differ in the other ways, and a class would have to name them all.
    /// </summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy made at run time derives from it.")]
    internal class ByTextKey : DispatchProxy
    {
        internal FakeGrains? Grains { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var kind = targetMethod is { IsGenericMethod: true } ? targetMethod.GetGenericArguments()[0] : null;
            return kind?.IsAssignableTo(typeof(IGrainWithStringKey)) == true && args is [string key, ..]
                ? Grains!.Get(kind, key)
                : throw new NotSupportedException($"The API finds grains by their text key; it called {targetMethod}.");
        }
    }
}
