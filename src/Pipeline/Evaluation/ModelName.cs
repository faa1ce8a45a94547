namespace AxSpa.Pipeline.Evaluation;

/// <summary>How a model is written in files and in reports.</summary>
public static class ModelName
{
    /// <summary>In column names and JSON: <c>mri</c>, <c>clinical</c>, <c>fusion</c>.</summary>
    public static string Of(Model model) => model switch
    {
        Model.Mri => "mri",
        Model.Clinical => "clinical",
        _ => "fusion",
    };

    /// <summary>For people, in reports and figures.</summary>
    public static string Title(Model model) => model switch
    {
        Model.Mri => "MRI-only",
        Model.Clinical => "Clinical-only",
        _ => "Late-fusion",
    };
}
