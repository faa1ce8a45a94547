using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Jobs;

namespace AxSpa.Pipeline.Branches;

/// <summary>Which part of a prepared cohort a branch learns from.</summary>
public enum BranchInput
{
    /// <summary>The prepared scans: patients without one are not scored.</summary>
    Scans,

    /// <summary>The clinical table: everybody has a row.</summary>
    Features,
}

public static class BranchInputs
{
    /// <returns>[patient of the cohort] whether a branch that learns from this can score them.</returns>
    public static bool[] Covered(this BranchInput input, PreparedCohort cohort)
    {
        switch (input)
        {
            case BranchInput.Features:
                return [.. cohort.Patients.Select(_ => true)];
            case BranchInput.Scans:
                var scanned = cohort.Scans.Select(scan => scan.PatientId).ToHashSet(StringComparer.Ordinal);
                return [.. cohort.Patients.Select(patient => scanned.Contains(patient.Id))];
        }
        throw new ArgumentOutOfRangeException(nameof(input), input, "There is no such input.");
    }

    /// <summary>By what the cohort job reported (<see cref="CohortMetricNames"/>): whether there is anything of it.</summary>
    public static string FigureOf(this BranchInput input) => input switch
    {
        BranchInput.Scans => CohortMetricNames.Scans,
        BranchInput.Features => CohortMetricNames.Features,
    };

    public static bool IsIn(this BranchInput input, PreparedCohort cohort) => input switch
    {
        BranchInput.Scans => !cohort.Scans.IsEmpty,
        BranchInput.Features => !cohort.Columns.IsEmpty,
    };

    /// <summary>Written out, within the report's question.</summary>
    public static string Evidence(this BranchInput input) => input switch
    {
        BranchInput.Scans => "magnetic resonance imaging (MRI)",
        BranchInput.Features => "clinical features",
    };

    /// <summary>For people, of what a cohort lacks: <c>no MRI</c>.</summary>
    public static string Name(this BranchInput input) => input switch
    {
        BranchInput.Scans => "MRI",
        BranchInput.Features => "clinical features",
    };
}
