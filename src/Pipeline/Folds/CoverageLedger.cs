using System.Globalization;
using AxSpa.Pipeline.Branches;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Folds;

/// <summary>The scores of a branch do not cover its patients as they must; the message lists the difference.</summary>
public sealed class CoverageException(string message) : RefusedInputException(message);

/// <summary>
/// The check before fusion: every train patient of a branch has exactly one out-of-fold score, from the fold that held them
/// out, and every fold has scored each validation and test patient once. Anything else would be a leak or a hole.
/// </summary>
public static class CoverageLedger
{
    /// <returns>[patient of the cohort] whether the branch can score them.</returns>
    public static bool[] Covered(PreparedCohort cohort, BranchId branch) => BranchRegistry.Of(branch).Input.Covered(cohort);

    /// <param name="cohort">With the folds of the repeat that all the scores are of.</param>
    /// <exception cref="CoverageException">With every kind of difference, counted, and the lines of the first few patients in patients.csv.</exception>
    public static void Check(
        PreparedCohort cohort, BranchId branch, IReadOnlyList<(FoldId Fold, IReadOnlyList<PatientScore> Scores)> folds)
    {
        var known = new Dictionary<string, (Patient Patient, bool Covered, int Line)>();
        var covered = Covered(cohort, branch);
        for (var i = 0; i < covered.Length; i++) known[cohort.Patients[i].Id] = (cohort.Patients[i], covered[i], Line: i + 2);

        var difference = new Difference();
        foreach (var repeated in folds.GroupBy(fold => fold.Fold).Where(group => group.Count() > 1))
            difference.Add($"fold {repeated.Key} is there twice", null);
        var outOfFold = new HashSet<string>();
        foreach (var (fold, scores) in folds)
        {
            var seen = new HashSet<string>();
            foreach (var score in scores)
            {
                if (!known.TryGetValue(score.PatientId, out var entry))
                    difference.Add("scored, but not a patient of the cohort", null);
                else if (!entry.Covered)
                    difference.Add("scored, but not a patient of this branch", entry.Line);
                else if (entry.Patient.Set != score.Set || entry.Patient.IsCase != score.IsCase)
                    difference.Add("scored under another set or label than the cohort's", entry.Line);
                else if (score.Set == PatientSet.Train && entry.Patient.Fold != fold.Index)
                    difference.Add("scored by a fold that did not hold the patient out", entry.Line);
                else if (!seen.Add(score.PatientId))
                    difference.Add("scored twice by one fold", entry.Line);
                else if (score.Set == PatientSet.Train && !outOfFold.Add(score.PatientId))
                    difference.Add("train patients with two out-of-fold scores", entry.Line);
            }
            foreach (var (patient, isCovered, line) in known.Values)
                if (isCovered && patient.Set != PatientSet.Train && !seen.Contains(patient.Id))
                    difference.Add($"not scored by {fold}", line);
        }
        foreach (var (patient, isCovered, line) in known.Values)
            if (isCovered && patient.Set == PatientSet.Train && !outOfFold.Contains(patient.Id))
                difference.Add("train patients without an out-of-fold score", line);
        difference.ThrowIfAny(branch);
    }

    private sealed class Difference
    {
        private const int Shown = 5;
        private readonly SortedDictionary<string, List<int?>> _linesByKind = new(StringComparer.Ordinal);

        public void Add(string kind, int? line)
        {
            if (!_linesByKind.TryGetValue(kind, out var lines)) _linesByKind[kind] = lines = [];
            lines.Add(line);
        }

        public void ThrowIfAny(BranchId branch)
        {
            if (_linesByKind.Count == 0) return;
            var kinds = _linesByKind.Select(
                kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key}: {kind.Value.Count}{Lines([.. kind.Value.OfType<int>()])}"));
            throw new CoverageException(
                $"The {BranchRegistry.Of(branch).Name} branch's scores do not cover its patients exactly once; fusion would leak or miss patients. " +
                string.Join("; ", kinds) + ". Train the folds named again from the same split.csv.");
        }

        private static string Lines(List<int> lines) => lines.Count == 0 ? ""
            : $" (line {string.Join(", ", lines.Take(Shown))}{(lines.Count > Shown ? ", …" : "")} of {PreparedCohort.PatientsFile})";
    }
}
