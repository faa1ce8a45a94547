using AxSpa.Pipeline.Fusion.Logistic;
using Xunit;

namespace AxSpa.Pipeline.Tests.Fusion.Logistic;

public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData(40, 3, 1.0, 1e-10), InlineData(40, 1, 0.001, 1e-10), InlineData(200, 20, 100.0, 1e-10), InlineData(30, 30, 10.0, 1e-10)]
    [InlineData(20, 60, 1.0, 1e-9)] // rotated into the space of the rows, and back
    [InlineData(20, 60, 100.0, 1e-9)]
    [InlineData(5000, 5, 100.0, 1e-8)] // rounding alone is more than 1e-10
    [InlineData(40, 3, 1e6, 1e-8)]
    public void The_gradient_is_zero_at_the_answer(int rows, int columns, double c, double tolerance)
    {
        var (x, isCase) = MadeDesign.Of(rows, columns);
        AssertMinimum(x, isCase, c, LogisticRegression.Fit(x, isCase, c), tolerance);
    }

    [Fact]
    public void Classes_that_can_be_separated_get_finite_coefficients()
    {
        var (x, _) = MadeDesign.Of(50, 3);
        bool[] isCase = [.. x.Columns[0].Select(value => value > 0)];
        foreach (var c in new[] { 1e-3, 1, 1e2, 1e6 }) AssertMinimum(x, isCase, c, LogisticRegression.Fit(x, isCase, c), 1e-8);
    }

    [Fact]
    public void Columns_may_be_constant_or_copies_and_copies_share_alike()
    {
        var (x, isCase) = MadeDesign.Of(50, 4);
        x = x.With(columns => [columns[0], columns[0], new double[50], [.. columns[0].Select(value => -value)]]);
        var fit = LogisticRegression.Fit(x, isCase, 10);
        AssertMinimum(x, isCase, 10, fit, 1e-10);
        Assert.Equal(fit.Coefficients[0], fit.Coefficients[1], 1e-10);
        Assert.Equal(fit.Coefficients[0], -fit.Coefficients[3], 1e-10);
        Assert.Equal(0, fit.Coefficients[2]);
    }

    [Fact]
    public void Without_columns_the_intercept_is_the_share_of_cases()
    {
        var fit = LogisticRegression.Fit(new DesignMatrix([], 4, []), [true, false, false, false], 1);
        Assert.Empty(fit.Coefficients);
        Assert.Equal(Math.Log(1 / 3.0), fit.Intercept, 1e-12);
    }

    [Fact]
    public void One_case_and_one_control_are_enough()
    {
        var fit = LogisticRegression.Fit(new DesignMatrix(["c"], 2, [[1, -1]]), [true, false], 100);
        Assert.Equal(0, fit.Intercept, 1e-10);
        Assert.InRange(fit.Coefficients[0], 3, 4);
    }

    [Theory]
    [InlineData(60, 4), InlineData(10, 25)]
    public void Rows_twice_are_twice_the_C_and_twice_the_weight(int rows, int columns)
    {
        var (x, isCase) = MadeDesign.Of(rows, columns);
        var twice = new DesignMatrix(x.Names, 2 * rows, [.. x.Columns.Select(column => (double[])[.. column, .. column])]);
        var expected = LogisticRegression.Fit(x, isCase, 2);
        AssertSame(expected, LogisticRegression.Fit(twice, [.. isCase, .. isCase], 1));
        AssertSame(expected, LogisticRegression.Fit(x, isCase, 1, [.. Enumerable.Repeat(2.0, rows)]));
    }

    [Fact]
    public void A_row_of_weight_zero_is_not_there()
    {
        var (x, isCase) = MadeDesign.Of(30, 3);
        var shorter = new DesignMatrix(x.Names, 29, [.. x.Columns.Select(column => column[..^1])]);
        double[] weights = [.. Enumerable.Repeat(1.0, 29), 0];
        AssertSame(LogisticRegression.Fit(shorter, isCase.AsSpan(..^1), 3), LogisticRegression.Fit(x, isCase, 3, weights));
    }

    [Theory]
    [InlineData(60, 4), InlineData(10, 25)]
    public void The_order_of_the_rows_changes_nothing(int rows, int columns)
    {
        var (x, isCase) = MadeDesign.Of(rows, columns);
        int[] order = [.. Enumerable.Range(0, rows).OrderBy(row => row * 7919 % 101)];
        var other = x.With(all => [.. all.Select(column => Array.ConvertAll(order, row => column[row]))]);
        AssertSame(LogisticRegression.Fit(x, isCase, 5), LogisticRegression.Fit(other, Array.ConvertAll(order, row => isCase[row]), 5));
    }

    [Fact]
    public void Exchanging_cases_and_controls_turns_every_sign()
    {
        var (x, isCase) = MadeDesign.Of(60, 4);
        var (fit, turned) = (LogisticRegression.Fit(x, isCase, 5), LogisticRegression.Fit(x, Array.ConvertAll(isCase, one => !one), 5));
        AssertSame(fit, new LogisticFit(Array.ConvertAll(turned.Coefficients, one => -one), -turned.Intercept));
    }

    [Fact]
    public void The_same_input_gives_the_same_bits()
    {
        var (x, isCase) = MadeDesign.Of(60, 4);
        var (fit, again) = (LogisticRegression.Fit(x, isCase, 5), LogisticRegression.Fit(x, isCase, 5));
        Assert.Equal(fit.Coefficients, again.Coefficients);
        Assert.Equal(fit.Intercept, again.Intercept);
    }

    [Theory]
    [InlineData(true, "2 cases and 0 controls"), InlineData(false, "0 cases and 2 controls")]
    public void One_class_is_refused_with_its_counts(bool isCase, string counts)
    {
        var error = Assert.Throws<RefusedInputException>(() => LogisticRegression.Fit(new DesignMatrix(["c"], 2, [[1, 2]]), [isCase, isCase], 1));
        Assert.Contains(counts, error.Message);
        Assert.Contains("Lower 'folds'", error.Message);
    }

    [Fact]
    public void What_cannot_be_fitted_is_named()
    {
        var (x, isCase) = MadeDesign.Of(10, 2);
        string Refusal(Action fit) => Assert.Throws<ArgumentException>(fit).Message;
        Assert.StartsWith("C is 0;", Refusal(() => LogisticRegression.Fit(x, isCase, 0)));
        Assert.StartsWith("C is NaN;", Refusal(() => LogisticRegression.Fit(x, isCase, double.NaN)));
        Assert.StartsWith("A row's weight is -1;", Refusal(() => LogisticRegression.Fit(x, isCase, 1, [-1, 1, 1, 1, 1, 1, 1, 1, 1, 1])));
        Assert.StartsWith("There are 10 rows and 2 weights", Refusal(() => LogisticRegression.Fit(x, isCase, 1, [1, 1])));
        Assert.StartsWith("There are 10 rows and 9 outcomes", Refusal(() => LogisticRegression.Fit(x, isCase.AsSpan(1), 1)));
        x.Columns[1][3] = double.NaN;
        Assert.StartsWith("Row 3 of column 'c1' is NaN;", Refusal(() => LogisticRegression.Fit(x, isCase, 1)));
    }

    /// <summary>By hand, in the plain order of sums.</summary>
    private static void AssertMinimum(DesignMatrix x, bool[] isCase, double c, LogisticFit fit, double tolerance)
    {
        var residual = new double[x.Rows];
        for (var row = 0; row < x.Rows; row++)
        {
            var logit = fit.Intercept + x.Columns.Select((column, i) => column[row] * fit.Coefficients[i]).Sum();
            residual[row] = 1 / (1 + Math.Exp(-logit)) - (isCase[row] ? 1 : 0);
        }
        Assert.Equal(0, c * residual.Sum(), tolerance);
        for (var i = 0; i < fit.Coefficients.Length; i++)
            Assert.Equal(0, fit.Coefficients[i] + c * x.Columns[i].Zip(residual, (value, rest) => value * rest).Sum(), tolerance);
    }

    private static void AssertSame(LogisticFit expected, LogisticFit found)
    {
        Assert.Equal(expected.Intercept, found.Intercept, 1e-9);
        for (var i = 0; i < expected.Coefficients.Length; i++) Assert.Equal(expected.Coefficients[i], found.Coefficients[i], 1e-9);
    }
}
