namespace AxSpa.Chaos;

/// <summary>How far a run is, as its jobs tell.</summary>
internal enum Stage { Cohort, Folds, Fusion, Bootstrap, Report, Ended }

internal static class StageOfJob
{
    public static Stage Of(string job) => job switch
    {
        "cohort" => Stage.Cohort,
        "fusion" => Stage.Fusion,
        "report" => Stage.Report,
        "explain" => Stage.Bootstrap, // beside it, before the report
        _ when job.StartsWith("bootstrap", StringComparison.Ordinal) => Stage.Bootstrap,
        _ => Stage.Folds,
    };
}
