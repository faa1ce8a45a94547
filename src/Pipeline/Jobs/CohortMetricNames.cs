namespace AxSpa.Pipeline.Jobs;

/// <summary>Names of the figures that the cohort job reports, and by which the coordinator knows which branches there are.</summary>
public static class CohortMetricNames
{
    public const string Patients = "patients";
    public const string Cases = "cases";
    public const string Features = "clinical_features";
    public const string Scans = "scans";
    public const string TestPatients = "test_patients";
}
