using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Trainer.Jobs;

/// <summary>
/// Where and with what a result was made. All that differs between two runs of one specification (time, host, attempts) stands
/// here and in run.log, and nowhere else among the results.
/// </summary>
/// <param name="Files">What the report was made from, each with its attempt in its path.</param>
internal sealed record Provenance(
    string Use, string Run, string SpecificationKey, string SplitSha256, DateTimeOffset ReportedAt, string Host, string OperatingSystem,
    string InstructionSet, string Device, int ThreadsPerJob, ImmutableSortedDictionary<string, string> Software,
    ImmutableArray<InputFile> Inputs, ImmutableArray<StoredFile> Files)
{
    public const string FileName = "provenance.json";

    public static Provenance Of(Assignment assignment, string splitSha256, string instructionSet, DateTimeOffset now) => new(
        "Research use only, not a medical device.",
        assignment.Job.Run.Value, RunKey.Of(assignment.Specification), splitSha256, now, Environment.MachineName,
        RuntimeInformation.OSDescription, instructionSet, assignment.Device, assignment.Specification.ThreadsPerJob,
        SoftwareOf(assignment.Trainer),
        InputFiles.Load(Path.GetDirectoryName(assignment.Inputs.File(InputFiles.FileName))!), assignment.Job.Inputs);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProvenanceJson.Default.Provenance);

    private static ImmutableSortedDictionary<string, string> SoftwareOf(TrainerLine.Ready trainer) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AxSpa.Cluster"] = VersionOf(typeof(Provenance)),
            [".NET"] = Environment.Version.ToString(),
            ["Torch"] = trainer.TorchVersion,
            ["XGBoost"] = trainer.XgboostVersion,
            ["ScottPlot"] = VersionOf(typeof(ScottPlot.Plot)),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Provenance))]
internal sealed partial class ProvenanceJson : JsonSerializerContext;
