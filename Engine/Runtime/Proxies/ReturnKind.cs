namespace OrleansTrading.Engine;

/// <summary>What methods may return.</summary>
internal static class ReturnKind
{
    /// <summary>Whether a proxy can return it.</summary>
    internal static bool IsSupported(Type type) => type == typeof(void)
        || type == typeof(Task)
        || type == typeof(ValueTask)
        || ResultOf(type) is not null;

    /// <summary>The T of a task; null when there is no result.</summary>
    internal static Type? ResultOf(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(Task<>) || IsValueTaskOf(type))
        ? type.GetGenericArguments()[0]
        : null;

    /// <summary>Whether it is a <see cref="ValueTask{T}"/>.</summary>
    internal static bool IsValueTaskOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);
}
