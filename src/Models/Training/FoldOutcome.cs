using System.Collections.Immutable;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Models.Training;

/// <param name="Files">Everything the attempt leaves as its result, flushed and hashed.</param>
/// <param name="Figures">A few numbers for people: epochs, best epoch, validation AUROC and loss, counts of patients.</param>
public sealed record FoldOutcome(ImmutableArray<StoredFile> Files, ImmutableSortedDictionary<string, double> Figures);
