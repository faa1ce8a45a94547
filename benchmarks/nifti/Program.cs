using System.Diagnostics;
using System.Globalization;
using AxSpa.Benchmarks.Nifti;
using AxSpa.Pipeline.Imaging;
using AxSpa.Pipeline.Specification;

// How long one scan takes from the gzipped file to what a network eats, on one thread.
//   NiftiBenchmark [FOLDER] [ROUNDS]
// FOLDER holds .nii.gz files; 20 are made there when it has none. Results: benchmarks/results/nifti.md.
var folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "axspa-nifti-benchmark");
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
var geometry = new InputGeometry([64, 64, 32]);

Directory.CreateDirectory(folder);
if (Directory.GetFiles(folder, "*.nii.gz").Length == 0)
    MadeScans.Write(folder, count: 20);
var files = Directory.GetFiles(folder, "*.nii.gz").Order(StringComparer.Ordinal).ToList();

// Five times over all files first: by then the runtime has compiled everything for good.
for (var warmUp = 0; warmUp < 5; warmUp++)
    foreach (var file in files)
        ScanPreparation.Prepare(file, geometry, volume: null);

var (prepare, read) = (new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
    foreach (var file in files)
    {
        prepare.Add(Milliseconds(() => ScanPreparation.Prepare(file, geometry, volume: null)));
        read.Add(Milliseconds(() =>
        {
            using var image = NiftiImage.Open(file);
            using var volume = image.ReadVolume(0);
        }));
    }
Report("read, convert, resample to 64x64x32, normalise", prepare);
Report("of it reading and unpacking", read);

static double Milliseconds(Action work)
{
    var start = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

static void Report(string name, List<double> milliseconds)
{
    milliseconds.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name}: median {milliseconds[milliseconds.Count / 2]:F2} ms/volume, least {milliseconds[0]:F2}"));
}
