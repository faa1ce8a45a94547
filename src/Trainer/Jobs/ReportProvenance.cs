using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Trainer.Jobs;

/// <summary>What this process and its machine are, for the record.</summary>
internal static class ReportProvenance
{
    public static Provenance Of(Assignment assignment, string splitSha256, string instructionSet, DateTimeOffset now) => new(
        "Research use only, not a medical device.",
        assignment.Job.Run.Value, RunKey.Of(assignment.Specification), splitSha256, now, Environment.MachineName,
        RuntimeInformation.OSDescription, instructionSet, assignment.Device, assignment.Specification.ThreadsPerJob,
        SoftwareOf(assignment.Trainer),
        InputFiles.WithoutScanNames(InputFiles.Load(Path.GetDirectoryName(assignment.Inputs.File(InputFiles.FileName))!)), assignment.Inputs.All);

    public static ImmutableSortedDictionary<string, string> SoftwareOf(TrainerLine.Ready trainer) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AxSpa.Cluster"] = VersionOf(typeof(ReportProvenance)),
            [".NET"] = Environment.Version.ToString(),
            ["Torch"] = trainer.TorchVersion,
            ["XGBoost"] = trainer.XgboostVersion,
            ["ScottPlot"] = VersionOf(typeof(ScottPlot.Plot)),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
