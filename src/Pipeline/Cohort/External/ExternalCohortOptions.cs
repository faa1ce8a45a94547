using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort.External;

/// <summary>
/// Patients who are no part of a run: where their table and scans lie, and who they are. Which columns are features, and of what
/// type, is the model's to say. Read by <see cref="ExternalCohortYaml"/>.
/// </summary>
/// <param name="Clinical">Path of the table, absolute once read.</param>
/// <param name="Label">Null: nobody knows yet who is a case.</param>
/// <param name="Mri">Null: nobody has a scan.</param>
public sealed record ExternalCohortOptions(
    string File, string Name, string Clinical, string PatientId, LabelOptions? Label, string? Center, MriFilesOptions? Mri)
{
    /// <summary>By which the model's own table was read (<see cref="RunRules"/>).</summary>
    public int Rules { get; init; } = RunRules.Newest;

    /// <summary>How the model's own table was read.</summary>
    public TableReading ModelReading { get; init; } = TableReading.Usual;

    public TableReading Reading { get; init; } = TableReading.Usual;
}
