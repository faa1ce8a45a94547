"""Values for external validation: scikit-learn's isotonic regression, scipy's chi-square and Spearman, numpy's standardised difference.

python3 tests/Oracles/external.py > tests/Oracles/external.json      (scipy 1.10.1, scikit-learn 1.2.1, numpy 1.24.2)
"""
import json

import numpy as np
import scipy
import scipy.stats as st
import sklearn
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20261126)
out = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}}

out["chi_square_upper_tail"] = [
    {"statistic": x, "df": df, "p": st.chi2.sf(x, df)}
    for x, df in [(3.84, 1), (0.5, 4), (20, 9), (70.38728951077312, 8), (500, 20), (0.001, 3), (1e-12, 2), (9.5, 10)]
]

cases = []
for n, ties in [(12, False), (40, True), (200, True)]:
    p = rng.random(n)
    if ties:
        p = np.round(p, 1)
    y = rng.random(n) < 0.2 + 0.6 * p
    fit = IsotonicRegression(out_of_bounds="clip", y_min=0.5 / (n + 1), y_max=1 - 0.5 / (n + 1)).fit(p, y.astype(float))
    ask = np.concatenate([[0.0, 1.0], np.sort(p)[:10], np.linspace(0.03, 0.97, 20)])
    cases.append({"probability": p.tolist(), "is_case": y.astype(int).tolist(), "ask": ask.tolist(), "expected": fit.predict(ask).tolist()})
out["isotonic"] = cases

tables = []
for before, now in [([30, 40, 30], [10, 45, 5]), ([100, 0, 20, 7], [3, 2, 9, 1])]:
    statistic, p, df, _ = st.chi2_contingency([before, now], correction=False)
    k = len(before)
    a = (np.array(before) + 0.5) / (sum(before) + 0.5 * k)
    b = (np.array(now) + 0.5) / (sum(now) + 0.5 * k)
    tables.append({"before": before, "now": now, "chi2": statistic, "df": int(df), "p": p, "psi": float(np.sum((b - a) * np.log(b / a)))})
out["count_tables"] = tables

x, y = rng.normal(2, 3, 50), rng.normal(3.5, 2, 30)
out["standardized_difference"] = {
    "reference": x.tolist(), "found": y.tolist(),
    "expected": float((y.mean() - x.mean()) / np.sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2)),
}
u = np.round(rng.normal(size=40), 1)
v = u + rng.normal(size=40)
out["spearman"] = {"x": u.tolist(), "y": v.tolist(), "rho": float(st.spearmanr(u, v).statistic)}
print(json.dumps(out, indent=1))
