"""scikit-learn's bootstrap of AUROC, AUPRC and Brier for three models, stratified, the same 200 draws for all, on one thread."""
import time

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

import row

asked = row.arguments()
table = np.loadtxt(f"{asked.data}/scores.csv", delimiter=",", skiprows=1)
label, models = table[:, 0].astype(int), table[:, 1:].T
measures = (roc_auc_score, average_precision_score, brier_score_loss)

theirs = [[measure(label, probability) for measure in measures] for probability in models]
difference = np.abs(np.array(theirs) - np.loadtxt(f"{asked.data}/measures.csv", delimiter=",")).max()
if difference > 1e-12:
    raise SystemExit(f"AUROC, AUPRC or Brier of the undrawn patients differ from ours by {difference}: the two do not compute the same.")


def bootstrap(draws):
    random = np.random.default_rng(42)
    cases, controls = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    values = np.empty((draws, len(models), len(measures)))
    for draw in range(draws):
        rows = np.concatenate([random.choice(cases, len(cases)), random.choice(controls, len(controls))])
        y = label[rows]
        for m, probability in enumerate(models):
            p = probability[rows]
            for k, measure in enumerate(measures):
                values[draw, m, k] = measure(y, p)
    return np.percentile(values, [2.5, 97.5], axis=0)


bootstrap(10)  # warm
start = time.perf_counter()
bootstrap(200)
row.report(asked.json, "bootstrap: 10,000 draws of nine measures, the peer's 200 of three", "s", time.perf_counter() - start)
