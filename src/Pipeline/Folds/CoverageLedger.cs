using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Runs;

namespace AxSpa.Pipeline.Folds;

/// <summary>The scores of a branch do not cover its patients as they must; the message lists the difference.</summary>
public sealed class CoverageException(string message) : RefusedInputException(message);

/// <summary>
/// The check before fusion: every train patient of a branch has exactly one out-of-fold score, from the fold that held them
/// out, and every fold has scored each validation and test patient once. Anything else would be a leak or a hole.
/// </summary>
public static class CoverageLedger
{
    /// <summary>Whether a branch can score a patient: everyone has a clinical row, not everyone has a scan.</summary>
    public static bool[] Covered(PreparedCohort cohort, Branch branch)
    {
        if (branch == Branch.Clinical) return [.. cohort.Patients.Select(_ => true)];
        var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet();
        return [.. cohort.Patients.Select(patient => scanned.Contains(patient.Id))];
    }

    /// <exception cref="CoverageException">With every kind of difference, counted, and the first few patients of each.</exception>
    public static void Check(
        PreparedCohort cohort, Branch branch, IReadOnlyList<(FoldId Fold, IReadOnlyList<PatientScore> Scores)> folds)
    {
        var known = new Dictionary<string, (Patient Patient, bool Covered)>();
        var covered = Covered(cohort, branch);
        for (var i = 0; i < covered.Length; i++) known[cohort.Patients[i].Id] = (cohort.Patients[i], covered[i]);

        var difference = new Difference();
        foreach (var repeated in folds.GroupBy(fold => fold.Fold).Where(group => group.Count() > 1))
            difference.Add($"fold {repeated.Key} is there twice", "");
        var outOfFold = new HashSet<string>();
        foreach (var (fold, scores) in folds)
        {
            var seen = new HashSet<string>();
            foreach (var score in scores)
            {
                if (!known.TryGetValue(score.PatientId, out var entry) || !entry.Covered)
                    difference.Add("scored, but not a patient of this branch", score.PatientId);
                else if (entry.Patient.Set != score.Set || entry.Patient.IsCase != score.IsCase)
                    difference.Add("scored under another set or label than the cohort's", score.PatientId);
                else if (score.Set == PatientSet.Train && entry.Patient.Fold != fold.Index)
                    difference.Add("scored by a fold that did not hold the patient out", score.PatientId);
                else if (!seen.Add(score.PatientId))
                    difference.Add("scored twice by one fold", score.PatientId);
                else if (score.Set == PatientSet.Train)
                    outOfFold.Add(score.PatientId);
            }
            foreach (var (patient, isCovered) in known.Values)
                if (isCovered && patient.Set != PatientSet.Train && !seen.Contains(patient.Id))
                    difference.Add($"not scored by {fold}", patient.Id);
        }
        foreach (var (patient, isCovered) in known.Values)
            if (isCovered && patient.Set == PatientSet.Train && !outOfFold.Contains(patient.Id))
                difference.Add("train patients without an out-of-fold score", patient.Id);
        difference.ThrowIfAny(branch);
    }

    private sealed class Difference
    {
        private const int Shown = 5;
        private readonly SortedDictionary<string, List<string>> _patientsByKind = new(StringComparer.Ordinal);

        public void Add(string kind, string patient)
        {
            if (!_patientsByKind.TryGetValue(kind, out var patients)) _patientsByKind[kind] = patients = [];
            patients.Add(patient);
        }

        public void ThrowIfAny(Branch branch)
        {
            if (_patientsByKind.Count == 0) return;
            var lines = _patientsByKind.Select(kind =>
                $"{kind.Key}: {kind.Value.Count} ({string.Join(", ", kind.Value.Take(Shown))}{(kind.Value.Count > Shown ? ", …" : "")})");
            throw new CoverageException(
                $"The {branch} branch's scores do not cover its patients exactly once; fusion would leak or miss patients. " +
                string.Join("; ", lines) + ". Train the folds named again from the same split.csv.");
        }
    }
}
