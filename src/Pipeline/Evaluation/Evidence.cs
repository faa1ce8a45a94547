namespace AxSpa.Pipeline.Evaluation;

/// <summary>Patients by the kinds of evidence there are of them.</summary>
public enum Evidence
{
    /// <summary>Patients with every kind of evidence the run uses: all models can be compared on them.</summary>
    Complete,

    /// <summary>Everyone, with and without MRI.</summary>
    Everyone,

    /// <summary>Patients whom the MRI branch could not score.</summary>
    WithoutMri,
}
