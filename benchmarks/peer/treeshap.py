"""xgboost's own Python on the model and the rows that ours has made: contributions of every feature, on one thread."""
import statistics
import time

import numpy as np
import xgboost

import row

asked = row.arguments()
booster = xgboost.Booster({"nthread": 1})
booster.load_model(f"{asked.data}/model.json")
values = np.genfromtxt(f"{asked.data}/rows.csv", delimiter=",", dtype=np.float32)
rows = xgboost.DMatrix(values, feature_names=booster.feature_names, nthread=1)
booster.predict(rows, pred_contribs=True)  # warm
times = []
for _ in range(5 if asked.quick else 15):
    start = time.perf_counter()
    booster.predict(rows, pred_contribs=True)
    times.append(1000 * (time.perf_counter() - start))
row.report(asked.json, "TreeSHAP, 1,813 patients × 15 features, 100 trees", "ms", statistics.median(times))
