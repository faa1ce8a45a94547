using System.Collections.Immutable;
using AxSpa.Pipeline.Files;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Trainer.Jobs;

/// <summary>What a job leaves: the files it wrote, by absolute path, and a few small numbers for people.</summary>
internal sealed record JobResult(ImmutableArray<string> Files, ImmutableSortedDictionary<string, double> Figures)
{
    public JobResult(IEnumerable<string> files, params (string Name, double Value)[] figures)
        : this([.. files], figures.ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value, StringComparer.Ordinal)) { }

    public JobResult(IEnumerable<string> files, ImmutableSortedDictionary<string, double> figures)
        : this([.. files], figures) { }

    public TrainerLine.Completed Completed(string workspace) => new([.. Files.Select(path => AtomicFile.Describe(workspace, path))], Figures);
}
