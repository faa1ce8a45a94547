using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Evaluation.Subgroups;
using AxSpa.Pipeline.Jobs;
using AxSpa.Pipeline.Leaks;

namespace AxSpa.Trainer.Jobs;

/// <summary>From the researcher's files to a clean cohort with a split.</summary>
internal static class PrepareCohortJob
{
    public static JobResult Do(Assignment assignment)
    {
        var cohort = CohortPreparation.Prepare(
            assignment.Specification, assignment.Run.Workspace, assignment.Folder, assignment.Warn,
            (done, of) => assignment.Progress("scans", done, of), assignment.Roots);
        return new JobResult(
            new[]
            {
                CohortReport.FileName, CohortPreparation.SplitFile, PreparedCohort.PatientsFile, PreparedCohort.ColumnsFile,
                PreparedCohort.ScansFile, SubgroupTable.FileName, InputFiles.FileName, LeakFile.OfCohort,
            }.Concat(cohort.RepeatFolds.IsEmpty ? [] : [RepeatFoldsFile.FileName]).Select(assignment.PathOf),
            [
                (CohortMetricNames.Patients, cohort.Patients.Length),
                (CohortMetricNames.Cases, cohort.Patients.Count(patient => patient.IsCase)),
                (CohortMetricNames.Features, cohort.Columns.Length),
                (CohortMetricNames.Scans, cohort.Scans.Length),
                (CohortMetricNames.TestPatients, cohort.Patients.Count(patient => patient.Set == PatientSet.Test)),
                .. LeakFile.Read(assignment.PathOf(LeakFile.OfCohort)).Figures(),
            ]);
    }
}
