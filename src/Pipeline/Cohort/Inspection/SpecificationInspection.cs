using System.Collections.Immutable;
using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort.Inspection;

/// <summary>
/// What <c>axspa inspect RUN.yaml</c> says: all that a run of this specification would be refused for or warned of, and its cohort, by the readers of a run.
/// Where something is refused the cohort is that of a run without it.
/// </summary>
/// <param name="Refusals">Of the YAML first, by line, then of what it names. None: a run is accepted.</param>
/// <param name="Cohort">As cohort.json has it; null: no patients can be read.</param>
/// <param name="Scans">Files that would be read; null: there are none to be read.</param>
public sealed record SpecificationInspection(
    string File, ImmutableArray<string> Refusals, ImmutableArray<string> Warnings, CohortReport? Cohort, ScansInspection? Scans)
{
    public bool IsRefused => !Refusals.IsEmpty;

    /// <param name="progress">Scans looked at, of how many; one call at a time.</param>
    public static SpecificationInspection Of(string path, Action<int, int> progress)
    {
        var yaml = RunYaml.ReadRefusals(path);
        ImmutableArray<string> refusals = [.. yaml.Refusals.OrderBy(refusal => refusal.Line ?? 0).Select(refusal => refusal.Message)];
        // With another table or another label than is meant every sentence about patients would be wrong.
        if (yaml.Specification is not { } specification || yaml.RefusedKeys.Any(key => key == "cohort" || key.StartsWith("cohort.", StringComparison.Ordinal)))
            return new(path, refusals, [], null, null);
        var seen = new CohortLook(specification).Take(progress);
        return new(path, [.. refusals, .. seen.Refusals], seen.Warnings, seen.Cohort, seen.Scans);
    }
}

/// <param name="Folder">As the specification names it, in full.</param>
/// <param name="Files">That belong to patients; a pair of .hdr and .img is one.</param>
/// <param name="Chosen">By what, for people: a pattern or a column. Their names often tell who the patients are.</param>
public sealed record ScansInspection(string Folder, int Files, string Chosen);
