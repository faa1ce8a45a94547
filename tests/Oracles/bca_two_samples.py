# Reference values of a BCa interval with two strata: the AUROC of a score with ties, by scipy.stats.bootstrap. Writes bca_auroc.json.
#   python3 tests/Oracles/bca_two_samples.py tests/Oracles          (Debian: python3-scipy)
import json
import sys

import numpy as np
import scipy
from scipy.stats import _resampling, bootstrap

out = sys.argv[1]
known = json.load(open(f"{out}/intervals.json"))
label, score = np.array(known["label"]), np.array(known["first"])


def auroc(cases, controls, axis=-1):
    cases, controls = np.moveaxis(cases, axis, -1), np.moveaxis(controls, axis, -1)
    wins = (cases[..., :, None] > controls[..., None, :]) + (cases[..., :, None] == controls[..., None, :]) / 2
    return wins.mean(axis=(-1, -2))


samples = (score[label == 1], score[label == 0])
result = bootstrap(samples, auroc, n_resamples=500, method="BCa", random_state=11, vectorized=True)
low, high, acceleration = _resampling._bca_interval(samples, auroc, -1, 0.025, result.bootstrap_distribution, None)
json.dump({
    "source": f"scipy {scipy.__version__}, numpy {np.__version__}, 500 draws of cases and of controls, seed 11; data of intervals.json",
    "estimate": float(auroc(*samples)),
    "acceleration": float(acceleration),
    "levels": [float(low), float(high)],
    "interval": [float(result.confidence_interval.low), float(result.confidence_interval.high)],
    "draws": result.bootstrap_distribution.tolist(),
}, open(f"{out}/bca_auroc.json", "w"))
