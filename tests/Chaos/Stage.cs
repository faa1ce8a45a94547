namespace AxSpa.Chaos;

/// <summary>How far a run is, as its jobs tell.</summary>
internal enum Stage { Cohort, Folds, Fusion, Bootstrap, Report, Ended }

internal static class StageOfJob
{
    /// <returns>Null: the job does not tell.</returns>
    public static Stage? Of(string job) => job switch
    {
        "cohort" => Stage.Cohort,
        "fusion" => Stage.Fusion,
        "report" => Stage.Report,
        "explain" => Stage.Bootstrap, // beside it, before the report
        _ when job.StartsWith("explain-", StringComparison.Ordinal) => null, // some begin beside the folds, some after the fusion
        _ when job.StartsWith("bootstrap", StringComparison.Ordinal) => Stage.Bootstrap,
        _ => Stage.Folds,
    };
}
