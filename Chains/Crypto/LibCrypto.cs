using System.Reflection;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// The few functions of OpenSSL 3's libcrypto that Ed25519 and scrypt need (man pages EVP_PKEY_new, EVP_DigestSignInit,
/// EVP_DigestVerifyInit, EVP_PBE_scrypt). The base class library has neither.
/// </summary>
internal static partial class LibCrypto
{
    internal const int Success = 1;

    /// <summary>EVP_PKEY_ED25519, i.e. NID_ED25519 of openssl/obj_mac.h.</summary>
    internal const int Ed25519KeyType = 1087;

    private const string Library = "libcrypto-3";

    private static readonly string[] FileNames = OperatingSystem.IsWindows()
        ? ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
                "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib"]
            : ["libcrypto.so.3"];

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    internal static partial EvpKey NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    internal static partial EvpKey NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    internal static partial int GetPublicKey(EvpKey key, Span<byte> output, ref nuint outputLength);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    internal static partial EvpContext NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    internal static partial int SignInit(EvpContext context, nint keyContext, nint digest, nint engine, EvpKey key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    internal static partial int Sign(
        EvpContext context,
        Span<byte> signature,
        ref nuint signatureLength,
        ReadOnlySpan<byte> message,
        nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    internal static partial int VerifyInit(EvpContext context, nint keyContext, nint digest, nint engine, EvpKey key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    internal static partial int Verify(
        EvpContext context,
        ReadOnlySpan<byte> signature,
        nuint signatureLength,
        ReadOnlySpan<byte> message,
        nuint messageLength);

    [LibraryImport(Library, EntryPoint = "EVP_PBE_scrypt")]
    internal static partial int DeriveScrypt(
        ReadOnlySpan<byte> passphrase,
        nuint passphraseLength,
        ReadOnlySpan<byte> salt,
        nuint saltLength,
        ulong cost,
        ulong blockSize,
        ulong parallel,
        ulong memoryBytesMax,
        Span<byte> key,
        nuint keyLength);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return nint.Zero;
        }

        foreach (var fileName in FileNames)
        {
            if (NativeLibrary.TryLoad(fileName, assembly, searchPath, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"OpenSSL 3 (libcrypto) was not found: tried {string.Join(", ", FileNames)}. Keys cannot be used without "
            + "it. Install OpenSSL 3 (Debian and Ubuntu: libssl3; Alpine: libcrypto3; macOS: openssl@3).");
    }
}

/// <summary>Owns an EVP_PKEY. OpenSSL wipes the private part when it is freed.</summary>
internal sealed class EvpKey() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

/// <summary>Owns an EVP_MD_CTX; used by one thread at a time.</summary>
internal sealed class EvpContext() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
