using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AxSpa.Pipeline.Leaks;

/// <summary>Checks as a job leaves them for the next, and as <c>results/leaks.json</c>.</summary>
public static class LeakFile
{
    /// <summary>Of the cohort job.</summary>
    public const string OfCohort = "cohort_leaks.json";

    /// <summary>Of the fusion job.</summary>
    public const string OfFusion = "fusion_leaks.json";

    /// <summary>Of the report: all of them.</summary>
    public const string OfRun = "leaks.json";

    /// <summary>The same for people.</summary>
    public const string Text = "leaks.txt";

    /// <summary>Before the kind, how many alarms of it a job raised, among its figures: they rest in the journal, where warnings do not.</summary>
    private const string AlarmsFigure = "leak_alarms_";

    private static readonly LeakJson Readable = new(
        new JsonSerializerOptions(LeakJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] ToJson(ImmutableArray<LeakCheck> checks) => JsonSerializer.SerializeToUtf8Bytes(checks, Readable.ImmutableArrayLeakCheck);

    /// <exception cref="RefusedInputException">Not such a file.</exception>
    public static ImmutableArray<LeakCheck> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LeakJson.Default.ImmutableArrayLeakCheck);
        }
        catch (JsonException wrong)
        {
            throw new RefusedInputException($"{path}: the checks for leaks cannot be read: {wrong.Message} Start a new run with --new.", wrong);
        }
    }

    /// <returns>A job's figures: one for each kind of which there is an alarm.</returns>
    public static IEnumerable<(string, double)> Figures(this ImmutableArray<LeakCheck> checks) =>
        checks.Where(check => !check.Alarms.IsEmpty).Select(check => (Figure(check.Kind), (double)check.Alarms.Length));

    /// <returns>The kinds of which those figures tell an alarm.</returns>
    public static IEnumerable<LeakKind> Kinds(IReadOnlyDictionary<string, double> figures) =>
        Enum.GetValues<LeakKind>().Where(kind => figures.ContainsKey(Figure(kind)));

    public static int Alarms(this ImmutableArray<LeakCheck> checks) => checks.Sum(check => check.Alarms.Length);

    private static string Figure(LeakKind kind) => AlarmsFigure + JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, NewLine = "\n",
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImmutableArray<LeakCheck>))]
internal sealed partial class LeakJson : JsonSerializerContext;
