using System.Runtime.InteropServices;

namespace AxSpa.Models.Boosting;

/// <summary>
/// Where XGBoost's shared library may be: the file that <c>XGBOOST_LIBRARY</c> names, a copy next to the program, the
/// system's own (Debian: <c>libxgboost0</c>), or the one inside a Python wheel. The first that loads is taken.
/// </summary>
public static class XgboostSearch
{
    public const string Variable = "XGBOOST_LIBRARY";

    /// <summary>What the loader is asked for, in order; names without a folder are looked up by the system.</summary>
    /// <param name="programFolder">The folder of the running program.</param>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    internal static IEnumerable<string> Candidates(string programFolder, Func<string, string?> environment)
    {
        yield return Path.Combine(programFolder, "libxgboost.so");
        yield return Path.Combine(programFolder, "libxgboost.so.0");
        yield return "libxgboost.so.0";
        yield return "libxgboost.so";
        foreach (var prefix in new[] { environment("VIRTUAL_ENV"), environment("CONDA_PREFIX"), environment("HOME") + "/.local", "/usr/local", "/usr" })
            foreach (var wheel in Wheels(prefix))
                yield return wheel;
    }

    /// <summary>Loads the library.</summary>
    /// <exception cref="XgboostMissingException">It is nowhere, or the file that the variable names does not load.</exception>
    internal static nint Load() => Load(AppContext.BaseDirectory, Environment.GetEnvironmentVariable);

    internal static nint Load(string programFolder, Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } named)
            return NativeLibrary.TryLoad(named, out var chosen) ? chosen
                : throw new XgboostMissingException($"{Variable} is '{named}', and that file does not load as a shared library. " +
                    "Give the full path of libxgboost.so, or unset the variable to use the system's.");
        foreach (var candidate in Candidates(programFolder, environment))
            if (NativeLibrary.TryLoad(candidate, out var found))
                return found;
        throw new XgboostMissingException("The XGBoost library is not installed. Type: apt-get install libxgboost0 " +
            $"(as root). Elsewhere: set {Variable} to the full path of libxgboost.so, for example the one in a Python wheel's folder xgboost/lib.");
    }

    private static IEnumerable<string> Wheels(string? prefix)
    {
        var library = Path.Combine(prefix ?? "", "lib");
        if (string.IsNullOrEmpty(prefix) || !Directory.Exists(library))
            return [];
        return Directory.EnumerateDirectories(library, "python3*").Order(StringComparer.Ordinal)
            .SelectMany(python =>
                new[] { "site-packages", "dist-packages" }.Select(packages => Path.Combine(python, packages, "xgboost", "lib", "libxgboost.so")))
            .Where(File.Exists);
    }
}
