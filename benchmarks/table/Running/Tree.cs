using System.Globalization;
using AxSpa.Chaos;

namespace AxSpa.Benchmarks.Table.Running;

/// <summary>The source tree that is measured.</summary>
internal static class Tree
{
    public static string Root { get; } = new DirectoryInfo(Programs.Artifacts).Parent!.FullName;

    public static string Results => Path.Combine(Root, "benchmarks", "results");

    /// <summary>Of every measurement: what was said, and the table of the last call. Nothing of it is kept in the history.</summary>
    public static string Scratch => Path.Combine(Programs.Artifacts, "benchmarks");

    public static string Peer(string script) => Path.Combine(Root, "benchmarks", "peer", script);

    /// <summary>Where programs that carry no libtorch find it: it lies with the trainer, and half a gigabyte more would be copied for nothing.</summary>
    public static IReadOnlyDictionary<string, string> WithLibtorch { get; } = new Dictionary<string, string>
    {
        ["LD_LIBRARY_PATH"] = Path.Combine(Programs.Artifacts, "bin", "Trainer", "release_linux-x64"),
    };

    /// <summary>A built benchmark.</summary>
    public static string Program(string project) =>
        Path.Combine(Programs.Artifacts, "bin", project, "release", $"AxSpa.{project}") is var program && File.Exists(program)
        ? program
        : throw new InvalidOperationException($"{project} is not built. Start it through benchmarks/run, which builds it.");

    /// <summary>The commit, with a word where files differ from it.</summary>
    public static string Commit()
    {
        if (!Tool.Succeeds("git", "-C", Root, "rev-parse", "HEAD"))
            return "no commit";
        var commit = Tool.MustRun("git", "-C", Root, "rev-parse", "--short", "HEAD").Trim();
        // The results themselves are remade by every run.
        var changed = Tool.MustRun("git", "-C", Root, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!benchmarks/results", ":!README.md");
        return changed.Trim().Length == 0 ? commit : commit + " with changes";
    }

    public static string Today => TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
