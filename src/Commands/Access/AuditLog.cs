using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AxSpa.Pipeline;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Texts;
using AxSpa.Shared.Keys;

namespace AxSpa.Commands.Access;

/// <summary>A line of <c>audit.log</c>.</summary>
/// <param name="Id">The same for the beginning and the end of one command.</param>
/// <param name="From">An address.</param>
/// <param name="Seed">Which member was asked.</param>
/// <param name="Args">As typed; what a person may have written freely is given by its length.</param>
/// <param name="Outcome">begun, and then done, failed, refused, unreachable, not allowed or broken off.</param>
/// <param name="Said">The first line that was answered.</param>
internal sealed record AuditLine(
    DateTimeOffset At, string Id, string Who, AccessRole Role, string From, string Seed, string Command, ImmutableArray<string> Args, string Outcome,
    string? Said = null);

/// <summary>
/// Every command that changes something: who gave it, from where, when, what, and what came of it. Lines of JSON, only ever added. What cannot be
/// noted is not done.
/// </summary>
public sealed class AuditLog
{
    /// <summary>Names the file where a command line does not.</summary>
    public const string EnvironmentVariable = "AXSPA_AUDIT";

    /// <summary>Lines go to standard output, where a container's log is collected.</summary>
    public const string StandardOutput = "-";

    public const string Off = "off";

    /// <summary>Another process may be adding a line, or rotating the file, at this moment.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(20);
    private const int Tries = 50;

    /// <summary>Read by people and jq, never inside HTML.</summary>
    private static readonly AuditJson Json = new(
        new JsonSerializerOptions(AuditJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly Action<string> _add;

    private AuditLog(Action<string> add) => _add = add;

    public static AuditLog Nowhere { get; } = new(_ => { });

    /// <param name="where">A file, <see cref="StandardOutput"/> or <see cref="Off"/>.</param>
    /// <exception cref="RefusedInputException">The file cannot be written.</exception>
    public static AuditLog Open(string where) =>
        where is Off ? Nowhere
        : where is StandardOutput ? new AuditLog(Console.Out.WriteLine)
        : Open(Path.GetFullPath(where), mode: null);

    /// <summary>The workspace's own, for a process that is a whole cluster; whoever shares the workspace adds to it in turn.</summary>
    /// <exception cref="RefusedInputException">The file cannot be written.</exception>
    public static AuditLog In(string workspace, WorkspaceAccess access) => Open(Path.Combine(workspace, WorkspaceNames.Audit), access.File);

    private static AuditLog Open(string file, UnixFileMode? mode)
    {
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(file)!);
            Add(file, mode, "");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedInputException($"{file}: what is commanded cannot be noted there ({trouble.Message}). Name another file with --audit, or "
                + $"{StandardOutput} for standard output.",
                trouble);
        }
        return new AuditLog(line => Add(file, mode, line + "\n"));
    }

    /// <exception cref="IOException">It cannot be noted.</exception>
    internal void Note(AuditLine line) => _add(VisibleText.Of(JsonSerializer.Serialize(line, Json.AuditLine)));

    /// <summary>Opened for each line, so that the file may be rotated; down to the disk, since the line may be all that is left.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "20 ms, on the thread of one command, while another process holds the file.")]
    private static void Add(string file, UnixFileMode? mode, string text)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                using var stream = PrivateFile.OpenAlone(file, mode);
                stream.Seek(0, SeekOrigin.End);
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
                return;
            }
            catch (IOException) when (tried < Tries && File.Exists(file))
            {
                Thread.Sleep(TryAgainAfter);
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AccessRoleJson)])]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditJson : JsonSerializerContext;
