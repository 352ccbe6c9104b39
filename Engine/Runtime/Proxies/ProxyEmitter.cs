using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine;

/// <summary>
/// Generates, once per interface, a proxy class and a call class per method (whose fields are the arguments), so that a
/// call involves no reflection and no boxing.
/// </summary>
internal static class ProxyEmitter
{
    /// <summary>Generates the proxy class and returns what makes its objects.</summary>
    internal static Func<ProxyTarget, GrainProxy> Emit(InterfaceShape shape)
    {
        var name = new AssemblyName($"OrleansTrading.Engine.Proxies.{shape.Type.FullName}");
        var assembly = AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run);
        var access = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        foreach (var used in UsedAssemblies(shape))
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(access, [used]));
        }

        var module = assembly.DefineDynamicModule("proxies");
        var proxy = module.DefineType(
            "Proxy", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainProxy), [shape.Type]);
        EmitConstructor(proxy);
        for (var index = 0; index < shape.Methods.Length; index++)
        {
            var call = CallEmitter.Emit(module, shape.Type, shape.Methods[index], index);
            EmitMethod(proxy, shape.Methods[index].Method, call, index);
        }

        return Creator(proxy.CreateType());
    }

    private static IEnumerable<string> UsedAssemblies(InterfaceShape shape)
    {
        var types = new HashSet<Type> { typeof(GrainProxy) };
        foreach (var each in shape.Type.GetInterfaces().Append(shape.Type))
        {
            Collect(each, types);
        }

        foreach (var method in shape.Methods)
        {
            Collect(method.Method.ReturnType, types);
            foreach (var parameter in method.Method.GetParameters())
            {
                Collect(parameter.ParameterType, types);
            }
        }

        return types.Select(type => type.Assembly.GetName().Name!).Distinct().Order(StringComparer.Ordinal);
    }

    private static void Collect(Type type, HashSet<Type> types)
    {
        if (!types.Add(type))
        {
            return;
        }

        if (type.HasElementType)
        {
            Collect(type.GetElementType()!, types);
        }

        foreach (var argument in type.GetGenericArguments())
        {
            Collect(argument, types);
        }
    }

    private static void EmitConstructor(TypeBuilder proxy)
    {
        var parameter = typeof(ProxyTarget).MakeByRefType();
        var parent = typeof(GrainProxy).GetConstructor(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [parameter])!;
        var il = proxy
            .DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [parameter])
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, parent);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder proxy, MethodInfo method, EmittedCall call, int index)
    {
        var parameters = method.GetParameters();
        var builder = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. parameters.Select(each => each.ParameterType)]);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, call.Constructor);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Stfld, call.Fields[i]);
        }

        il.Emit(OpCodes.Ldc_I4, index);
        var result = ReturnKind.ResultOf(method.ReturnType);
        il.Emit(OpCodes.Call, result is null ? SendVoid : SendOf.MakeGenericMethod(result));
        if (method.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Pop);
        }
        else if (method.ReturnType.IsValueType)
        {
            var task = result is null ? typeof(Task) : typeof(Task<>).MakeGenericType(result);
            il.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([task])!);
        }

        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(builder, method);
    }

    private static Func<ProxyTarget, GrainProxy> Creator(Type proxy)
    {
        var make = new DynamicMethod("Create", typeof(GrainProxy), [typeof(ProxyTarget)], proxy, skipVisibility: true);
        var il = make.GetILGenerator();
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Newobj, proxy.GetConstructors()[0]);
        il.Emit(OpCodes.Ret);
        return make.CreateDelegate<Func<ProxyTarget, GrainProxy>>();
    }

    private static MethodInfo SendOf { get; } = typeof(GrainProxy).GetMethods()
        .Single(method => method.Name == nameof(GrainProxy.Send) && method.IsGenericMethod);

    private static MethodInfo SendVoid { get; } = typeof(GrainProxy).GetMethods()
        .Single(method => method.Name == nameof(GrainProxy.Send) && !method.IsGenericMethod);
}
