using AxSpa.Pipeline.Cohort;

namespace AxSpa.Pipeline.Folds;

/// <summary>How files name the three sets.</summary>
public static class SetWord
{
    public const string Allowed = "train, validation (or val) or test";

    public static string Of(PatientSet set) => set switch
    {
        PatientSet.Train => "train",
        PatientSet.Validation => "validation",
        PatientSet.Test => "test",
    };

    /// <summary>Case aside; <c>val</c> and <c>valid</c> are validation. Null: no such set.</summary>
    public static PatientSet? Parse(string word) => word.ToLowerInvariant() switch
    {
        "train" or "training" => PatientSet.Train,
        "validation" or "valid" or "val" => PatientSet.Validation,
        "test" => PatientSet.Test,
        _ => null,
    };
}
