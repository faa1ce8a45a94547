using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Folds;

/// <summary>How a set is written in files: <c>train</c>, <c>validation</c>, <c>test</c>.</summary>
public static class SetName
{
    public static string Of(PatientSet set) => set switch
    {
        PatientSet.Train => "train",
        PatientSet.Validation => "validation",
        PatientSet.Test => "test",
    };

    /// <returns>Null for any other text.</returns>
    public static PatientSet? Parse(string text) => text switch
    {
        "train" => PatientSet.Train,
        "validation" => PatientSet.Validation,
        "test" => PatientSet.Test,
        _ => null,
    };
}
