# scikit-learn's bootstrap of AUROC, AUPRC and Brier for three models, stratified, the same draws for all. Prints the seconds of the loop
# (imports and reading apart), then a line per model: the three on the undrawn patients.
#   python3 peer_bootstrap.py TABLE.csv DRAWS
import sys
import time

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
label, models = table[:, 0].astype(int), table[:, 1:].T
measures = (roc_auc_score, average_precision_score, brier_score_loss)


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
bootstrap(int(sys.argv[2]))
print(time.perf_counter() - start)
for probability in models:
    print(*(repr(float(measure(label, probability))) for measure in measures))
