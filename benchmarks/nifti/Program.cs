using System.Diagnostics;
using AxSpa.Benchmarks;
using AxSpa.Benchmarks.Nifti;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

// How long one scan takes from the gzipped file to what a network eats, on one thread: a row of benchmarks/run.
if (RowArguments.Parse(args) is not { } row)
{
    Console.Error.WriteLine($"NiftiBenchmark {RowArguments.Usage}");
    return 2;
}
var geometry = new InputGeometry([64, 64, 32]);
var folder = row.Shared("scans", path =>
{
    Directory.CreateDirectory(path);
    MadeScans.Write(path, count: 20);
});
var files = Directory.GetFiles(folder, "*.nii.gz").Order(StringComparer.Ordinal).ToList();

// Five times over all files first: by then the runtime has compiled everything for good.
for (var warmUp = 0; warmUp < 5; warmUp++)
    foreach (var file in files)
        ScanPreparation.Prepare(file, geometry, volume: null);

var milliseconds = new List<double>();
for (var round = 0; round < (row.IsQuick ? 2 : 5); round++)
    foreach (var file in files)
    {
        var start = Stopwatch.GetTimestamp();
        ScanPreparation.Prepare(file, geometry, volume: null);
        milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
milliseconds.Sort();
return row.Report("a scan: read, resample to 64×64×32, normalise", "ms", milliseconds[milliseconds.Count / 2]);
