"""nibabel and scipy on the scans that ours has made: load, float32, resample on the grid that keeps the corners, z-score; one thread."""
import glob
import statistics
import time

import nibabel
import numpy as np
from scipy.ndimage import zoom

import row

TARGET = (64, 64, 32)


def milliseconds(path):
    start = time.perf_counter()
    volume = np.asanyarray(nibabel.load(path).dataobj).astype(np.float32)
    volume = zoom(volume, [to / size for to, size in zip(TARGET, volume.shape)], order=1)
    volume = (volume - volume.mean()) / (volume.std() + 1e-8)
    assert volume.shape == TARGET
    return 1000 * (time.perf_counter() - start)


asked = row.arguments()
files = sorted(glob.glob(f"{asked.data}/scans/*.nii.gz"))
for file in files:
    milliseconds(file)  # warm
times = [milliseconds(file) for _ in range(2 if asked.quick else 5) for file in files]
row.report(asked.json, "a scan: read, resample to 64×64×32, normalise", "ms", statistics.median(times))
