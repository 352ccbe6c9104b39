using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Chooses the SQLite library, once per process. The package carries an engine of 2021; a machine that keeps its own
/// library patched is better served by that one, so it is taken whenever it is at least as new.
/// </summary>
internal static class SqliteNative
{
    /// <summary>The name under which the provider imports every function.</summary>
    private const string ImportName = "e_sqlite3";

    private const string SystemLibrary = "libsqlite3.so.0";

    /// <summary>3.35.5, the engine in the package: an older system library would be a step back.</summary>
    private const int BundledVersionNumber = 3_035_005;

    private static readonly object Gate = new();
    private static string? _version;

    /// <summary>Loads the library if that has not happened yet.</summary>
    /// <param name="preferSystem">Whether the machine's own library may be used. Only the first call decides.</param>
    /// <returns>The engine's version with its origin, for example <c>3.40.1 (system)</c>.</returns>
    public static string Initialize(bool preferSystem)
    {
        lock (Gate)
        {
            return _version ??= Load(preferSystem);
        }
    }

    private static string Load(bool preferSystem)
    {
        var system = preferSystem && OperatingSystem.IsLinux() ? TryLoadSystem() : IntPtr.Zero;
        if (system != IntPtr.Zero)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (string name, Assembly _, DllImportSearchPath? _) => name == ImportName ? system : IntPtr.Zero);
        }

        Batteries_V2.Init();
        var origin = system != IntPtr.Zero ? "system" : "bundled";
        return $"{raw.sqlite3_libversion().utf8_to_string()} ({origin})";
    }

    private static IntPtr TryLoadSystem()
    {
        if (!NativeLibrary.TryLoad(SystemLibrary, out var library))
        {
            return IntPtr.Zero;
        }

        // A library built without threads cannot serve a writer thread beside readers.
        if (CallInt(library, "sqlite3_libversion_number") >= BundledVersionNumber
            && CallInt(library, "sqlite3_threadsafe") != 0)
        {
            return library;
        }

        NativeLibrary.Free(library);
        return IntPtr.Zero;
    }

    private static int CallInt(IntPtr library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address)
            ? Marshal.GetDelegateForFunctionPointer<IntFunction>(address)()
            : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int IntFunction();
}
