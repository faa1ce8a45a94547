using System.Collections.Immutable;
using System.Text.Json;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// A fitted L2-penalised logistic regression on the features of the fusion, with all that a reader needs to compute it by hand (logistic.json).
/// </summary>
/// <param name="Terms">The features in the fusion's order, then the indicators of missing values, in that order.</param>
/// <param name="Intercept">Log-odds of a patient who is average in everything.</param>
/// <param name="C">The chosen penalty.</param>
/// <param name="Penalties">The grid that it was chosen from, from the strongest penalty.</param>
/// <param name="Stability">Null where no refits were asked for.</param>
public sealed record LogisticModel(
    ImmutableArray<LogisticTerm> Terms, double Intercept, double C, ImmutableArray<PenaltyLoss> Penalties, CoefficientStability? Stability) : IFusionPredictor
{
    /// <summary>Fitted on all these rows.</summary>
    /// <param name="penalty">Of the same rows.</param>
    internal static LogisticModel Fit(FeatureMatrix rows, bool[] isCase, PenaltyCrossFit penalty)
    {
        var terms = LogisticTerm.Fit(rows);
        var fit = LogisticRegression.Fit(LogisticTerm.Design(terms, rows), isCase, penalty.C);
        // A column that is 0 for everybody is not moved by Newton's steps; adding 0 makes its −0 a 0.
        return new LogisticModel(
            [.. terms.Select((term, i) => term with { Coefficient = fit.Coefficients[i] + 0.0 })], fit.Intercept, penalty.C, penalty.Losses, null);
    }

    /// <remarks>A row's answer is the same whoever else is asked about.</remarks>
    public float[] Margins(FeatureMatrix rows)
    {
        LogisticTerm.MustBeOf(Terms, rows);
        var margins = new float[rows.Rows];
        for (var row = 0; row < margins.Length; row++)
        {
            var logit = Intercept;
            foreach (var term in Terms) logit += term.Coefficient * term.Value(rows.Row(row)[term.Feature]);
            margins[row] = (float)Math.Clamp(logit, float.MinValue, float.MaxValue);
        }
        return margins;
    }

    /// <summary>A feature adds its coefficient times its distance from the mean, and its indicator likewise; the bias is the intercept.</summary>
    /// <remarks>SHAP of a linear model with independent features: Lundberg and Lee, NeurIPS 2017, corollary 1.</remarks>
    public float[,] Contributions(FeatureMatrix rows)
    {
        LogisticTerm.MustBeOf(Terms, rows);
        var contributions = new float[rows.Rows, rows.Columns.Count + 1];
        var ofRow = new double[rows.Columns.Count];
        for (var row = 0; row < rows.Rows; row++)
        {
            Array.Clear(ofRow);
            foreach (var term in Terms) ofRow[term.Feature] += term.Coefficient * term.Value(rows.Row(row)[term.Feature]);
            for (var column = 0; column < ofRow.Length; column++) contributions[row, column] = (float)Math.Clamp(ofRow[column], float.MinValue, float.MaxValue);
            contributions[row, ofRow.Length] = (float)Intercept;
        }
        return contributions;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LogisticJson.Default.LogisticModel);

    /// <param name="features">What it must have been fitted on, in this order.</param>
    /// <exception cref="LogisticModelException">The file is not such a model: names the field and the rule.</exception>
    public static LogisticModel Read(ReadOnlySpan<byte> json, ImmutableArray<string> features)
    {
        var model = Read(json);
        LogisticModelRules.Check(model, features);
        return model;
    }

    /// <summary>A file that this program wrote itself: its fields are not looked at.</summary>
    /// <exception cref="LogisticModelException">It is not such JSON.</exception>
    internal static LogisticModel Read(ReadOnlySpan<byte> json)
    {
        LogisticModel? model;
        try
        {
            model = JsonSerializer.Deserialize(json, LogisticJson.Default.LogisticModel);
        }
        catch (JsonException wrong)
        {
            throw new LogisticModelException("the file", $"is not JSON of a logistic regression ({wrong.Message.TrimEnd('.')})", wrong);
        }
        return model ?? throw new LogisticModelException("the file", "is null");
    }
}
