namespace AxSpa.Pipeline.Deployment.Recalibration;

/// <summary>How another cohort's labels may correct a model's probabilities there.</summary>
public enum RecalibrationMethod
{
    /// <summary>Slope and intercept on the log-odds: two numbers, for small cohorts.</summary>
    Logistic,

    /// <summary>Any rising step function: for some hundreds of patients and more.</summary>
    Isotonic,
}
