using System.Collections.Immutable;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Fusion.Methods;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Predictors;

/// <summary>
/// Every predictor there is, in the order of their columns: those that every run's files have, then the branches by themselves, then what fuses them.
/// </summary>
public static class PredictorRegistry
{
    private static readonly Lazy<ImmutableArray<PredictorDefinition>> Known = new(() =>
    [
        .. BranchRegistry.All.Select(branch => new PredictorDefinition(
            PredictorId.Of(branch.Id), $"{branch.Heading}-only", branch.Id, branch.Colour, "validation", branch.IsAlways))
            .Concat(FusionRegistry.All.Select(method => new PredictorDefinition(
                method.Predictor, method.Title, null, method.Colour, "the cross-fitted out-of-fold predictions", method.Predictor == PredictorId.Fusion)))
            .OrderByDescending(predictor => predictor.IsAlways), // keeps the order otherwise
    ]);

    public static ImmutableArray<PredictorDefinition> All => Known.Value;

    /// <returns>Null: this program does not know it.</returns>
    public static PredictorDefinition? Find(PredictorId id) => All.FirstOrDefault(predictor => predictor.Id == id);

    /// <exception cref="KeyNotFoundException">This program does not know it.</exception>
    public static PredictorDefinition Of(PredictorId id) =>
        Find(id) ?? throw new KeyNotFoundException($"This program knows no predictor '{id}'. Are all programs of the cluster of one build?");

    /// <summary>Those that stand in the files of a run.</summary>
    public static ImmutableArray<PredictorId> Of(RunSpecification specification) =>
    [
        .. from predictor in All
           where predictor.IsAlways
               || (predictor.Branch is { } branch
                   ? specification.Branches[branch] is not null
                   : FusionRegistry.Of(predictor.Id).IsAskedFor(specification.Fusion))
           select predictor.Id,
    ];

    /// <summary>Of several predictors the one to be quoted and shown: the late fusion, else another fusion, else the first branch.</summary>
    /// <returns>Null: there are none.</returns>
    public static PredictorId? Headline(IEnumerable<PredictorId> predictors) =>
        predictors.OrderBy(id => id != PredictorId.Fusion)
            .ThenBy(id => Of(id).Branch is not null)
            .ThenBy(id => id)
            .Select(id => (PredictorId?)id)
            .FirstOrDefault();

    /// <summary>
    /// Which predictors are compared, the first less the second: what each fusion adds to each branch, one fusion against another, and one branch against
    /// another.
    /// </summary>
    public static ImmutableArray<(PredictorId First, PredictorId Second)> Pairs(IEnumerable<PredictorId> compared)
    {
        var (fusions, branches) = (compared.Where(id => Of(id).Branch is null).Order().ToList(),
            compared.Where(id => Of(id).Branch is not null).Order().ToList());
        return
        [
            .. fusions.SelectMany((fusion, i) => branches.Select(branch => (fusion, branch)).Concat(fusions.Take(i).Select(earlier => (earlier, fusion)))),
            .. branches.SelectMany((first, i) => branches.Skip(i + 1).Select(second => (first, second))),
        ];
    }

    /// <summary>Place in the order of the columns; after all others for one that this program does not know.</summary>
    public static int RankOf(PredictorId id)
    {
        var all = All;
        for (var rank = 0; rank < all.Length; rank++)
            if (all[rank].Id == id) return rank;
        return int.MaxValue;
    }
}
