namespace OrleansTrading.Silo;

/// <summary>The executable's fixed values.</summary>
internal static class SiloConstants
{
    /// <summary>Default of <c>--data</c>, below the current folder.</summary>
    internal const string DataFolder = "var";

    /// <summary>Default of <c>--urls</c>.</summary>
    internal const string ApiUrl = "http://127.0.0.1:5080";

    /// <summary>The environment variables that are settings begin with this.</summary>
    internal const string EnvironmentPrefix = "OT_";

    /// <summary>The database's file name in the data folder.</summary>
    internal const string DatabaseFile = "orleanstrading.db";

    /// <summary>
    /// How long the command line lets a stop take before it ends the process all the same. Far longer than the host's
    /// own limits, which decide: the library's two seconds would cut an orderly stop short.
    /// </summary>
    internal static readonly TimeSpan StopMax = TimeSpan.FromMinutes(10);
}
