using System.Reflection;
using System.Reflection.Emit;

namespace OrleansTrading.Engine;

/// <summary>A generated call class.</summary>
internal sealed record EmittedCall(ConstructorInfo Constructor, FieldInfo[] Fields);

/// <summary>Generates the call class of a method: its fields are the arguments.</summary>
internal static class CallEmitter
{
    internal static EmittedCall Emit(ModuleBuilder module, Type interfaceType, CallMethod method, int index)
    {
        var result = ReturnKind.ResultOf(method.Method.ReturnType);
        var parent = result is null ? typeof(GrainCallVoid) : typeof(GrainCall<>).MakeGenericType(result);
        var type = module.DefineType(
            $"Call{index}.{method.Method.Name}", TypeAttributes.Public | TypeAttributes.Sealed, parent);
        FieldInfo[] fields = [.. method.Method.GetParameters()
            .Select((each, i) => type.DefineField($"argument{i}", each.ParameterType, FieldAttributes.Public))];
        var constructor = type.DefineDefaultConstructor(MethodAttributes.Public);
        EmitInvoke(type, parent, interfaceType, method.Method, fields);
        EmitCount(type, fields.Length);
        EmitGet(type, fields);
        EmitSet(type, fields);
        type.CreateType();
        return new EmittedCall(constructor, fields);
    }

    private static void EmitInvoke(
        TypeBuilder type, Type parent, Type interfaceType, MethodInfo method, FieldInfo[] fields)
    {
        var overridden = parent.GetMethod(nameof(GrainCallVoid.Invoke), [typeof(object)])!;
        var il = Override(type, overridden).GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType ?? interfaceType);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (method.ReturnType.IsValueType)
        {
            var local = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitCount(TypeBuilder type, int count)
    {
        var il = Override(type, typeof(GrainCall).GetMethod(nameof(GrainCall.GetArgumentCount))!).GetILGenerator();
        il.Emit(OpCodes.Ldc_I4, count);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitGet(TypeBuilder type, FieldInfo[] fields)
    {
        var il = Override(type, typeof(GrainCall).GetMethod(nameof(GrainCall.GetArgument))!).GetILGenerator();
        EmitSwitch(il, fields, field =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Box, field.FieldType);
        });
    }

    private static void EmitSet(TypeBuilder type, FieldInfo[] fields)
    {
        var il = Override(type, typeof(GrainCall).GetMethod(nameof(GrainCall.SetArgument))!).GetILGenerator();
        EmitSwitch(il, fields, field =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, field.FieldType);
            il.Emit(OpCodes.Stfld, field);
        });
    }

    private static void EmitSwitch(ILGenerator il, FieldInfo[] fields, Action<FieldInfo> each)
    {
        var labels = fields.Select(_ => il.DefineLabel()).ToArray();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, labels);
        il.Emit(OpCodes.Ldstr, "index");
        il.Emit(OpCodes.Newobj, typeof(ArgumentOutOfRangeException).GetConstructor([typeof(string)])!);
        il.Emit(OpCodes.Throw);
        for (var i = 0; i < fields.Length; i++)
        {
            il.MarkLabel(labels[i]);
            each(fields[i]);
            il.Emit(OpCodes.Ret);
        }
    }

    private static MethodBuilder Override(TypeBuilder type, MethodInfo overridden)
    {
        var builder = type.DefineMethod(
            overridden.Name,
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            overridden.ReturnType,
            [.. overridden.GetParameters().Select(parameter => parameter.ParameterType)]);
        type.DefineMethodOverride(builder, overridden);
        return builder;
    }
}
