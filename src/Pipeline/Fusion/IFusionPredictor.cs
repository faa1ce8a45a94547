namespace AxSpa.Pipeline.Fusion;

/// <summary>A fitted fusion, asked about patients by the rows of their features.</summary>
public interface IFusionPredictor
{
    /// <returns>[rows] log-odds before calibration.</returns>
    float[] Margins(FeatureMatrix rows);

    /// <returns>[rows, columns + 1] what each feature adds to the log-odds, the last column being the bias; each row sums to its margin.</returns>
    float[,] Contributions(FeatureMatrix rows);
}
