using System.Collections.Immutable;
using AxSpa.Pipeline.Evaluation.Curves;
using AxSpa.Pipeline.Evaluation.Resampling;

namespace AxSpa.Pipeline.Evaluation;

/// <summary>Computes the figures of populations whose predictions nothing will change any more.</summary>
public static class Evaluator
{
    /// <summary>
    /// The least number of cases, and of controls, for which a part of a population gets figures of ranking. A handful of patients
    /// is ranked perfectly by chance: with two cases and two controls, one time in six. Such a figure would be quoted, so none is
    /// given. The whole of a set keeps its figures, with the intervals that warn.
    /// </summary>
    public const int FewestOfAClass = 5;

    /// <summary>With fewer cases or controls a part's figures come with a warning.</summary>
    public const int FewInPart = 10;

    /// <summary>With fewer patients of a class bootstrap intervals cover less than they promise (benchmarks/results/coverage.md).</summary>
    public const int FewForBootstrap = 30;

    /// <summary>The figures of each, and the curves of the first, which is the one to be quoted.</summary>
    /// <param name="bootstrap">Merged draws of these populations.</param>
    /// <param name="thresholds">Of the decision curves.</param>
    /// <param name="randomSeed">For the curves' bands.</param>
    public static ImmutableArray<PopulationPerformance> Figures(
        IReadOnlyList<EvaluatedPopulation> populations, BootstrapResult bootstrap, IReadOnlyList<(string First, string Second)> pairs,
        ImmutableArray<double> thresholds, ulong randomSeed) =>
    [
        .. populations.Select((population, i) => Figures(population, bootstrap, pairs) with
        {
            Curves = i == 0 ? PopulationCurves.Of(population, thresholds, randomSeed, bootstrap.Draws, bootstrap.Confidence) : null,
        }),
    ];

    /// <param name="bootstrap">Merged draws of this population among others.</param>
    /// <param name="pairs">Names of the models to compare: first less second, where both judged everybody.</param>
    public static PopulationPerformance Figures(
        EvaluatedPopulation population, BootstrapResult bootstrap, IEnumerable<(string First, string Second)> pairs)
    {
        var evaluations = population.Judged.ToDictionary(
            model => model.Name, model => new ModelEvaluation(population, model.Name, model.Scores, bootstrap));
        return new PopulationPerformance(
            population.Key, population.Title, population.Set, population.Evidence, population.Group,
            population.Patients, population.Rows, population.Cases,
            [.. population.Models.Select(model => new ModelPerformance(
                model.Name, model.Title, model.NotAvailable, evaluations.GetValueOrDefault(model.Name)?.Figures()))],
            population.Group is not null ? [] :
            [
                .. from pair in pairs
                   where evaluations.ContainsKey(pair.First) && evaluations.ContainsKey(pair.Second)
                   select evaluations[pair.First].PairedDifferenceFrom(evaluations[pair.Second]),
            ],
            Warnings(population, bootstrap, hasDeLong: evaluations.Count == 0 || evaluations.Values.Any(evaluation => evaluation.HasDeLong)));
    }

    /// <summary>Why a population has no figures of ranking although both classes are there; null where it has.</summary>
    internal static string? TooFew(EvaluatedPopulation population) =>
        population is { IsPart: true, Cases: > 0, Controls: > 0 } && Math.Min(population.Cases, population.Controls) < FewestOfAClass
            ? $"fewer than {FewestOfAClass} cases or controls"
            : null;

    /// <param name="hasDeLong">Of some model: only what is defined is recommended.</param>
    private static ImmutableArray<string> Warnings(EvaluatedPopulation population, BootstrapResult bootstrap, bool hasDeLong)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        var (withCase, withControl) = (population.PatientsWith(isCase: true), population.PatientsWith(isCase: false));
        if (population.IsPart && Math.Min(withCase, withControl) < FewInPart)
            warnings.Add($"{Counted(withCase, "case")} and {Counted(withControl, "control")}: fewer than {FewInPart} of a kind, too few to judge by.");
        else if (bootstrap.Draws > 0 && Math.Min(withCase, withControl) is > 0 and < FewForBootstrap)
            warnings.Add($"{Counted(withCase, "case")} and {Counted(withControl, "control")}, fewer than {FewForBootstrap} of a kind: the bootstrap "
                + "percentiles are too narrow"
                + (hasDeLong ? "; go by DeLong-logit for the AUROC." : ", and DeLong-logit is not defined here: no interval of the AUROC is to be relied on."));
        if (!population.OneRowEach)
            warnings.Add($"{population.Rows} rows of {population.Patients} patients: rows of one patient are not independent, so shares and calibration have "
                + "no intervals but the bootstrap's.");
        return warnings.ToImmutable();
    }

    private static string Counted(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
