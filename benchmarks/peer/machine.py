"""The peer's versions, the libraries that its matrix products really come from, and how fast these are; as JSON.

  machine.py [--speed]   with --speed the products alone, for trying kernels (OPENBLAS_CORETYPE)
"""
import json
import sys
import time

import numpy as np


def blas_of(product):
    """The library that is mapped into this process once it has multiplied."""
    product()
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "/" in line}
    return next((file for word in ("openblas", "mkl_rt", "libblas") for file in sorted(files) if word in file), "an unknown library")


def gflops():
    """Of the clinical network's widest product, the fastest of many short series: kernels are compared, and not what else runs here."""
    a, b = (np.random.default_rng(1).random(shape, dtype=np.float32) for shape in ((64, 128), (128, 256)))
    series = []
    for _ in range(100):
        start = time.perf_counter()
        for _ in range(20):
            a @ b
        series.append(time.perf_counter() - start)
    return 20 * 2 * 64 * 128 * 256 / min(series) / 1e9


numpy_blas = blas_of(lambda: np.ones((8, 8), np.float32) @ np.ones((8, 8), np.float32))
answer = {"versions": {}, "blas": numpy_blas, "torchBlas": numpy_blas, "gflops": gflops()}
if "--speed" not in sys.argv:
    import importlib.metadata
    import platform
    import subprocess

    import nibabel
    import pandas
    import scipy
    import sklearn
    import torch
    import xgboost

    answer["torchBlas"] = blas_of(lambda: torch.ones(8, 8) @ torch.ones(8, 8))
    answer["versions"] = {"python": platform.python_version()} | {
        module.__name__: module.__version__ for module in (torch, sklearn, xgboost, np, pandas, scipy, nibabel)}
    answer["versions"]["distributed"] = importlib.metadata.version("distributed")
    # Debian's torch calls itself 1.13.0a0: the package knows better.
    package = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "python3-torch"], capture_output=True, text=True)
    if package.returncode == 0:
        answer["versions"]["torch"] = package.stdout
print(json.dumps(answer))
