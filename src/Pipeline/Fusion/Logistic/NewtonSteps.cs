using AxSpa.Pipeline.Evaluation;

namespace AxSpa.Pipeline.Fusion.Logistic;

/// <summary>
/// Newton's method on the objective of <see cref="LogisticRegression"/>, from where it stands. Its arrays are used again for the next penalty.
/// </summary>
internal sealed class NewtonSteps
{
    /// <summary>Far more than any fit was seen to take: damped steps on a strictly convex objective.</summary>
    private const int MostSteps = 200;

    /// <summary>Of the decrease that the gradient promises, what a step must bring.</summary>
    private const double Armijo = 1e-4;

    /// <summary>Keeps the equations solvable where every answer is so sure that p(1 − p) is lost to rounding. It bends the step, not the minimum.</summary>
    private const double InterceptRidge = 1e-12;

    private readonly double[][] _columns; // the last is all ones and not penalised
    private readonly bool[] _isCase;
    private readonly double[] _weights, _logit, _probability, _residual, _weighted;
    private readonly double[] _gradient, _direction, _hessian;
    private double[] _at, _tried;

    public NewtonSteps(double[][] columns, ReadOnlySpan<bool> isCase, ReadOnlySpan<double> weights)
    {
        var rows = isCase.Length;
        _isCase = isCase.ToArray();
        _weights = weights.IsEmpty ? Ones(rows) : weights.ToArray();
        _columns = [.. columns, Ones(rows)];
        (_logit, _probability, _residual, _weighted) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        var unknowns = _columns.Length;
        (_at, _tried, _gradient, _direction) = (new double[unknowns], new double[unknowns], new double[unknowns], new double[unknowns]);
        _hessian = new double[unknowns * unknowns];
        _at[^1] = Math.Log(Of(true) / Of(false)); // the answer of an endless penalty

        double Of(bool isCase) => _weights.Where((_, row) => _isCase[row] == isCase).Sum();
    }

    /// <returns>[columns + 1] the coefficients and then the intercept; valid until the next call.</returns>
    /// <exception cref="ArithmeticException">It does not converge, which no finite input was seen to do.</exception>
    public ReadOnlySpan<double> Minimize(double c)
    {
        var value = Evaluate(_at, c);
        var steepest = Gradient(_at, c);
        for (var step = 0; steepest > LogisticRegression.GradientTolerance; step++)
        {
            if (step == MostSteps) throw new ArithmeticException($"A logistic regression did not converge in {MostSteps} steps: C {c}, gradient {steepest}.");
            Direction(c);
            var slope = FixedOrder.Dot(_gradient, _direction);
            // So close to the minimum the objective no longer tells two points apart, and Newton's own step is right: the gradient judges it.
            var isNear = -slope <= 1e-10 * (1 + value);
            var length = 1.0;
            double tried;
            while (true)
            {
                for (var i = 0; i < _at.Length; i++) _tried[i] = _at[i] + length * _direction[i];
                tried = Evaluate(_tried, c);
                if (isNear || tried <= value + Armijo * length * slope) break;
                if ((length /= 2) < 1e-12) return _at; // no step lowers the objective any more: converged to rounding
            }
            var steepestThere = Gradient(_tried, c);
            if (isNear && steepestThere >= steepest) return _at; // converged to rounding
            (_at, _tried, value, steepest) = (_tried, _at, tried, steepestThere);
        }
        return _at;
    }

    /// <summary>The objective there; leaves log-odds and probabilities of the rows behind.</summary>
    private double Evaluate(double[] at, double c)
    {
        Array.Clear(_logit);
        for (var column = 0; column < at.Length; column++) FixedOrder.Add(_logit, at[column], _columns[column]);
        var loss = 0.0;
        for (var row = 0; row < _logit.Length; row++)
        {
            _probability[row] = PlattScaling.Sigmoid(_logit[row]);
            loss += _weights[row] * LogLoss.Of(_isCase[row], _logit[row]);
        }
        var coefficients = at.AsSpan(..^1);
        return FixedOrder.Dot(coefficients, coefficients) / 2 + c * loss;
    }

    /// <summary>Where <see cref="Evaluate"/> was last.</summary>
    /// <returns>Its largest component, without sign.</returns>
    private double Gradient(double[] at, double c)
    {
        for (var row = 0; row < _residual.Length; row++)
            _residual[row] = c * _weights[row] * (_isCase[row] ? _probability[row] - 1 : _probability[row]);
        var steepest = 0.0;
        for (var column = 0; column < at.Length; column++)
        {
            _gradient[column] = FixedOrder.Dot(_columns[column], _residual) + (column < at.Length - 1 ? at[column] : 0);
            steepest = Math.Max(steepest, Math.Abs(_gradient[column]));
        }
        return steepest;
    }

    /// <summary>−H⁻¹g, with H = diag(1, …, 1, 0) + C Xᵀ diag(s p (1 − p)) X.</summary>
    private void Direction(double c)
    {
        var unknowns = _columns.Length;
        for (var row = 0; row < _residual.Length; row++) _residual[row] = c * _weights[row] * _probability[row] * (1 - _probability[row]);
        for (var i = 0; i < unknowns; i++)
        {
            for (var row = 0; row < _weighted.Length; row++) _weighted[row] = _residual[row] * _columns[i][row];
            for (var j = 0; j <= i; j++) _hessian[i * unknowns + j] = FixedOrder.Dot(_weighted, _columns[j]);
            _hessian[i * unknowns + i] += i < unknowns - 1 ? 1 : InterceptRidge * c;
            _direction[i] = -_gradient[i];
        }
        Cholesky.Solve(_hessian, _direction);
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
