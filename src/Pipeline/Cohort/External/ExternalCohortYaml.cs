using AxSpa.Pipeline.Specification;

namespace AxSpa.Pipeline.Cohort.External;

/// <summary>Reads a cohort's YAML file: the <c>cohort</c> section of a run's, in which the label may be left out. A run's own file will do.</summary>
public static class ExternalCohortYaml
{
    /// <param name="path">Relative paths in the file count from the file's folder.</param>
    /// <exception cref="SpecificationException">Names file, line, key, value and what is allowed.</exception>
    public static ExternalCohortOptions Read(string path)
    {
        var full = Path.GetFullPath(path);
        var top = RunYaml.Open(path);
        var cohort = top.Section("cohort")
            ?? throw top.Refuse("cohort", "is missing: it says where the patients are. Write for example 'cohort: { clinical: patients.csv }'");
        var context = new SpecificationContext(Path.GetDirectoryName(full)!, RunRules.Newest);
        return new ExternalCohortOptions(
            path,
            top.Text("name", Path.GetFileNameWithoutExtension(path)),
            Path.GetFullPath(cohort.Required("clinical", "clinical: patients.csv"), context.Folder),
            cohort.Text("patientId", "patient_id"),
            cohort.Section("label") is { } label ? LabelOptions.Form.Read(label, context) : null,
            cohort.OptionalText("center"),
            !cohort.IsWord("mri", "none") && cohort.Section("mri") is { } files ? MriFilesOptions.Form.Read(files, context) : null)
        {
            Reading = CohortOptions.ReadingForm.Read(cohort, context),
        };
    }
}
