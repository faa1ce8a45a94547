"""L2-penalised logistic regression: scikit-learn's LogisticRegression, and with missing values its SimpleImputer and StandardScaler before it.

python3 tests/Oracles/logistic.py > tests/Oracles/logistic.json      (scipy 1.10.1, scikit-learn 1.2.1, numpy 1.24.2)

The coefficients are those of its newton-cholesky. The gradient of the objective there must be below 1e-8, and since the penalty makes the objective
at least as curved as w²/2, no coefficient is further from the minimum than the gradient is long.
Inputs are rounded to few digits, so that the file says exactly what was fitted (single precision in the designs with missing values).
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")  # it says when it cannot improve any more, which is what is wanted
rng = np.random.default_rng(20261130)


def solve(x, y, c, weights=None):
    fit = LogisticRegression(penalty="l2", C=c, solver="newton-cholesky", tol=1e-14, max_iter=10_000).fit(x, y, sample_weight=weights)
    w, b = fit.coef_[0], fit.intercept_[0]
    residual = (np.ones(len(y)) if weights is None else weights) * (1 / (1 + np.exp(-(x @ w + b))) - y)
    gradient = np.append(w + c * x.T @ residual, c * residual.sum())
    assert np.abs(gradient).max() < 1e-8, (c, gradient)
    return w, b


def outcome(logits):
    return (rng.random(len(logits)) < 1 / (1 + np.exp(-logits))).astype(int)


designs = {}


def keep(name, x, y, cs, weights=None):
    designs[name] = {
        "x": x.tolist(), "is_case": y.tolist(), "weights": None if weights is None else weights.tolist(),
        "fits": [{"c": c, "coefficients": w.tolist(), "intercept": b} for c in cs for w, b in [solve(x, y, c, weights)]],
    }


cs = [0.001, 0.1, 1, 10, 100]
x = np.round(rng.normal(size=(60, 4)), 2)
keep("plain", x, outcome(x @ [1, -0.5, 0, 0.3] - 0.4), cs)
keep("one column", x[:, :1], outcome(x[:, 0]), cs)
unequal = np.round(x * [1, 8, 0.2, 1] + [0, 3, 0, -2], 2)
keep("unequal scales", unequal, outcome(x @ [1, -0.5, 0, 0.3]), [0.01, 1, 100])
collinear = np.column_stack([x[:, 0], x[:, 0], 2 * x[:, 1], x[:, 0] + x[:, 1], np.full(60, 3.0)])
keep("collinear and constant", collinear, outcome(x[:, 0] - x[:, 1]), cs)
keep("separable", x, (x[:, 0] + 0.2 * x[:, 1] > 0.3).astype(int), cs)
wide = np.round(rng.normal(size=(12, 30)), 2)
keep("more columns than rows", wide, np.array([0, 1] * 6), cs)
rare = outcome(x[:, 1] - 3)
rare[:2] = 1
keep("few cases", x, rare, cs)
keep("weights", x, outcome(x @ [0.5, 1, 0, 0] - 1), cs, np.round(rng.random(60) * 3, 2))
keep("balanced classes", x, rare, [0.1, 10], np.where(rare == 1, 60 / (2 * rare.sum()), 60 / (2 * (60 - rare.sum()))))

pipelines = {}
for name, n, p in [("missing", 50, 4), ("missing and wide", 15, 20)]:
    z = np.round(rng.normal(size=(n + 10, p)) * np.linspace(0.5, 30, p) + 5, 1).astype(np.float32)
    y = outcome((z[:n, 0] - 5) * 2)
    z[:, -1] = 7  # nothing to learn
    z[:n, -2] = np.nan  # all missing in those that are learned from
    for column in range(p - 2):
        if column % 2 == 0:
            z[rng.random(n + 10) < 0.2, column] = np.nan
    z[n, 1] = np.nan  # missing only later: no indicator
    fit, new = z[:n], z[n:]
    before = make_pipeline(SimpleImputer(strategy="mean", add_indicator=True, keep_empty_features=True), StandardScaler())
    inputs = before.fit_transform(fit.astype(np.float64))
    imputer, scaler = before[0], before[1]
    fits = []
    for c in [0.01, 1, 100]:
        w, b = solve(inputs, y, c)
        fits.append({"c": c, "coefficients": w.tolist(), "intercept": b, "logits": (before.transform(new.astype(np.float64)) @ w + b).tolist()})
    cells = lambda rows: [[None if np.isnan(cell) else float(cell) for cell in row] for row in rows]
    pipelines[name] = {
        "fit": cells(fit), "new": cells(new), "is_case": y.tolist(), "indicators": imputer.indicator_.features_.tolist(),
        "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(), "fits": fits,
    }

print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "designs": designs, "pipelines": pipelines,
}))
