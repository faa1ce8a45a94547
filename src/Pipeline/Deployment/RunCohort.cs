using System.Collections.Immutable;
using AxSpa.Pipeline.Cohort;
using AxSpa.Pipeline.Files;

namespace AxSpa.Pipeline.Deployment;

/// <summary>A finished run's own patients, as they were prepared for it.</summary>
/// <param name="Inputs">Every file that was read, scans in their order.</param>
public sealed record RunCohort(PreparedCohort Cohort, ImmutableArray<InputFile> Inputs)
{
    /// <exception cref="RefusedInputException">The run has no results yet, or a file of it was changed or lost.</exception>
    public static RunCohort Of(RunFolder run)
    {
        var files = ReportedFiles.Of(run);
        foreach (var name in new[] { PreparedCohort.PatientsFile, PreparedCohort.ScansFile, PreparedCohort.ColumnsFile, InputFiles.FileName })
            _ = files.Only(name);
        var folder = Path.GetDirectoryName(files.Only(PreparedCohort.PatientsFile))!;
        return new RunCohort(PreparedCohort.Load(folder), InputFiles.Load(folder));
    }
}
