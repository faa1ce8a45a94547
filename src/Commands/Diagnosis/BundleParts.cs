using System.Collections;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using AxSpa.Commands.Cluster;
using AxSpa.Pipeline.Cohort;
using AxSpa.Shared;
using AxSpa.Shared.Protocol;
using AxSpa.Views;

namespace AxSpa.Commands.Diagnosis;

/// <summary>The files of a bundle, as texts; identifiers of patients are taken out of every one of them, and of their names, when it is written.</summary>
internal sealed class BundleParts
{
    /// <summary>Of all texts together; what comes later is left out, and that is noted.</summary>
    private const long MostCharacters = 32 << 20;

    private const string EnvironmentPrefix = "AXSPA_";

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _patients = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private long _characters;

    public int Count => _texts.Count;

    public IReadOnlyList<string> Notes => _notes;

    public void Add(string path, string text)
    {
        if (_characters + text.Length > MostCharacters)
        {
            Note($"{path} is left out: the archive would be too large");
            return;
        }
        _characters += text.Length;
        _texts[path] = text;
    }

    public void Note(string what) => _notes.Add(what);

    /// <summary>Patients of a run that is in the bundle.</summary>
    public void Hide(IEnumerable<string> patients) => _patients.UnionWith(patients);

    public void AddSettings(IClusterMembership cluster, DateTimeOffset now, ImmutableArray<RunSummary> runs)
    {
        // Names only of the environment: a journal's address may hold a password.
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(name => name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Add("settings.txt", string.Join('\n',
        [
            $"made:           {PlainText.Moment(now)}", $"by:             {cluster.Self}", $"version:        {SoftwareVersion.Full}",
            $".NET:           {Environment.Version}",
            $"system:         {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors",
            $"seeds:          {(cluster.Seeds.IsEmpty ? "none, a cluster of its own" : string.Join(", ", cluster.Seeds))}",
            $"environment:    {string.Join(", ", environment)}", $"runs:           {string.Join(", ", runs.Select(run => run.Run))}", "",
        ]));
    }

    public async Task Write(Stream to, string folder, DateTimeOffset now, CancellationToken cancellation)
    {
        var hidden = new PatientIdFilter(_patients);
        Add("notes.txt", string.Concat(_notes.Select(note => note + "\n"))
            + $"Identifiers of {PlainText.Count(_patients.Count, "patient")} were looked for in every file.\n"
            + (hidden.TooShort == 0 ? "" : $"{hidden.TooShort} of them are too short to be told from other words, and were not looked for.\n"));
        await using var zip = new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true);
        await using var archive = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (path, text) in _texts)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(hidden.Hide(text)));
            await archive.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, $"{folder}/{hidden.Hide(path)}") { DataStream = content, ModificationTime = now }, cancellation);
        }
    }
}
