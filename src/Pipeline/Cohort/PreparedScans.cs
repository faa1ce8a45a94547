using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using AxSpa.Pipeline.Access;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort;

/// <summary>How one scan becomes a volume: <c>ScanPreparation.Prepare</c>.</summary>
internal delegate PreparedVolume PrepareScan(string path, InputGeometry geometry, int? volume);

/// <summary>All scans of a cohort, prepared and in the workspace's cache.</summary>
/// <param name="Inputs">[scan] its source; a pair's .img follows its .hdr.</param>
/// <param name="SourceSha256">[scan] of everything it was read from.</param>
/// <param name="Planes">In which planes the scans were acquired.</param>
internal sealed partial record PreparedScans(
    ImmutableArray<Scan> Scans, ImmutableArray<string> SourceSha256, ImmutableArray<InputFile> Inputs, ImmutableArray<string> Warnings,
    ImmutableArray<PlaneCount> Planes)
{
    /// <summary>The warnings by their kind, with how many scans have it and without rows to look at.</summary>
    public ImmutableArray<string> WarningsWithoutRows { get; init; } = [];

    public static PreparedScans None { get; } = new([], [], [], [], []);

    /// <summary>Scans are independent, so they are prepared on all cores; the result does not depend on how many there are.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Called in a trainer process, never in a member of the cluster.")]
    public static PreparedScans Prepare(
        ImmutableArray<ScanFile> files, string folder, InputGeometry geometry, int? volume, string workspace, PrepareScan prepare, Action<int, int> progress,
        ReadPermit? permit = null)
    {
        var cache = new VolumeCache(workspace);
        var done = new (Scan Scan, string Source, ImmutableArray<InputFile> Inputs, ImmutableArray<string> Warnings, ScanAcquisition Acquisition)[files.Length];
        var refusals = new Exception?[files.Length];
        var names = Names(files);
        var (gate, finished) = (new Lock(), 0);
        Parallel.For(0, files.Length, (i, loop) =>
        {
            var path = Path.GetFullPath(files[i].Path, folder);
            try
            {
                var inputs = Sources(files[i].Path, path, permit ?? ReadPermit.Free);
                var source = string.Join('+', inputs.Select(input => input.Sha256));
                var (stored, cached, acquisition) = cache.Get(source, geometry, volume, () => prepare(path, geometry, volume));
                done[i] = (new Scan(files[i].PatientId, stored, cached.Sha256, acquisition.LeftRightAxis), source, inputs, cached.Warnings, acquisition);
                lock (gate) progress(++finished, files.Length);
            }
            catch (Exception error) when (error is RefusedInputException or IOException or UnauthorizedAccessException)
            {
                refusals[i] = new ScanCalled(names[i], path).Instead(error);
                loop.Break(); // earlier scans are still looked at, so that the same one is always named
            }
        });
        if (refusals.FirstOrDefault(refusal => refusal is not null) is { } first) throw first;
        return new PreparedScans(
            [.. done.Select(scan => scan.Scan)], [.. done.Select(scan => scan.Source)], [.. done.SelectMany(scan => scan.Inputs)],
            [.. Warned(names, [.. done.Select(scan => scan.Warnings)])], PlaneCount.Of(done.Select(scan => scan.Acquisition)))
        {
            WarningsWithoutRows = [.. ByKind(names, [.. done.Select(scan => scan.Warnings)])
                .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Others + 1} of {names.Length} scans: {kind.Text}"))],
        };
    }

    private static ImmutableArray<InputFile> Sources(string name, string path, ReadPermit permit)
    {
        permit.Require(path);
        var pair = NiftiFilePair.Of(path);
        InputFile Half(string file) => InputFile.Of(InputFiles.ScanRole, ScanEnding.StemOf(name) + ScanEnding.Of(file), file, permit);
        return pair.IsOneFile ? [InputFile.Of(InputFiles.ScanRole, name, path, permit)] : [Half(pair.Header), Half(pair.Voxels)];
    }

    /// <returns>[scan] The scan of row 12 of the table; where a patient has several, they are counted in the order of their paths, and the form of the name
    /// says which it is.</returns>
    private static ImmutableArray<string> Names(ImmutableArray<ScanFile> files)
    {
        var scansAt = files.CountBy(file => file.Place, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. files.Select(file => scansAt[file.Place] == 1 ? $"the scan of {file.Place}"
            : string.Create(CultureInfo.InvariantCulture,
                $"scan {seen[file.Place] = seen.GetValueOrDefault(file.Place) + 1} of the {scansAt[file.Place]} of {file.Place} (named "
                + $"'{CellText.FormOf(file.Path)}')"))];
    }

    private static IEnumerable<string> Warned(ImmutableArray<string> names, ImmutableArray<ImmutableArray<string>> warnings) => ByKind(names, warnings)
        .Select(kind => kind.Others == 0
            ? $"{kind.First}: {kind.Text}"
            : string.Create(CultureInfo.InvariantCulture, $"{kind.First} and {kind.Others} more: {kind.Text}"));

    /// <summary>One line per kind of warning, with the first scan it is about and its numbers: a thousand alike would hide the others.</summary>
    private static IEnumerable<(string First, int Others, string Text)> ByKind(
        ImmutableArray<string> names, ImmutableArray<ImmutableArray<string>> warnings) => names
        .SelectMany((name, i) => warnings[i].Select(text => (Name: name, Text: text)))
        .GroupBy(warning => Number().Replace(warning.Text, "9"), StringComparer.Ordinal)
        .Select(same => (same.First().Name, same.Count() - 1, same.First().Text));

    [GeneratedRegex(@"\d+(?:\.\d+)?(?:E[+-]\d+)?")]
    private static partial Regex Number();
}
