using System.Reflection;
using System.Text;

namespace OrleansTrading.Grains.Tests.Contracts;

/// <summary>
/// What silos of two versions must agree on while one replaces the other: names and numbers of interfaces, methods,
/// messages and members, in a form that a person can compare.
/// </summary>
internal static class WireContract
{
    private static readonly Assembly Ours = typeof(IQuoteGrain).Assembly;

    internal static IReadOnlyList<Type> Interfaces =>
    [
        .. Ours.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain)))
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every type of ours that a call carries, and those inside them.</summary>
    internal static IReadOnlyList<Type> Messages
    {
        get
        {
            var found = new HashSet<Type>();
            var waiting = new Queue<Type>(Interfaces.SelectMany(i => i.GetMethods())
                .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)));
            while (waiting.TryDequeue(out var type))
            {
                var bare = type.IsGenericType ? type.GetGenericTypeDefinition() : type.GetElementType() ?? type;
                foreach (var inside in type.GetGenericArguments())
                {
                    waiting.Enqueue(inside);
                }

                if (bare.Assembly == Ours && !bare.IsInterface && !bare.IsGenericParameter && found.Add(bare))
                {
                    foreach (var member in Members(bare))
                    {
                        waiting.Enqueue(member.PropertyType);
                    }
                }
            }

            return [.. found.OrderBy(t => t.FullName, StringComparer.Ordinal)];
        }
    }

    /// <summary>The properties that travel: those with a number.</summary>
    internal static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(p => Number(p) is not null);

    /// <summary>
    /// A member's number; null when it has none. What a record declares in its head is numbered by its place there.
    /// </summary>
    internal static uint? Number(PropertyInfo member)
    {
        if (member.GetCustomAttribute<IdAttribute>() is { } given)
        {
            return given.Id;
        }

        var place = Array.FindIndex(Head(member.DeclaringType!), p => p.Name == member.Name);
        return place < 0 ? null : (uint)place;
    }

    /// <summary>The properties that hold data: what would be lost without a number.</summary>
    internal static IEnumerable<PropertyInfo> Data(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0);

    internal static string? Alias(MemberInfo member) =>
        member.GetCustomAttributes<AliasAttribute>().SingleOrDefault()?.Alias;

    internal static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Interfaces)
        {
            text.Append(Alias(type)).Append('\n');
            foreach (var method in type.GetMethods().OrderBy(Alias, StringComparer.Ordinal))
            {
                var parameters = method.GetParameters().Select(p => Name(p.ParameterType));
                text.Append($"  {Alias(method)}({string.Join(", ", parameters)}): {Name(method.ReturnType)}\n");
            }
        }

        foreach (var type in Messages)
        {
            text.Append($"{Name(type)} {(type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class")}\n");
            var lines = type.IsEnum
                ? Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name), null)} {name}")
                : Members(type).OrderBy(Number).Select(p => $"{Number(p)} {p.Name}: {Name(p.PropertyType)}");
            foreach (var line in lines)
            {
                text.Append($"  {line}\n");
            }
        }

        return text.ToString();
    }

    private static ParameterInfo[] Head(Type type) => type.GetConstructors()
        .Select(c => c.GetParameters())
        .FirstOrDefault(all => all.Length > 0
            && all.All(p => type.GetProperty(p.Name!)?.PropertyType == p.ParameterType))
        ?? [];

    private static string Name(Type type)
    {
        var name = type.Assembly == Ours && !type.IsGenericParameter ? Alias(Bare(type)) ?? type.Name : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }

    private static Type Bare(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
