# A training step of the same network in PyTorch, one thread: the loop of the peer (benchmarks/peer/networks.py) on made rows.
# Prints milliseconds of a step, wall and processor time, the median of the epochs.
#   peer_step.py [EPOCHS]
import pathlib
import statistics
import sys
import time

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "peer"))
import networks  # noqa: E402

ROWS, FEATURES, BATCH, WARM_UP = 6767, 21, 64, 4
epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
torch.set_num_threads(1)
torch.manual_seed(1)
inputs, labels = torch.rand(ROWS, FEATURES) - 0.5, (torch.rand(ROWS) > 0.8).float()
weights = torch.where(labels > 0, 2.5, 0.5)
network = networks.clinical(FEATURES, dropout=0)
adam = networks.adam(network, 1e-3)
walls, cpus, steps = [], [], -(-ROWS // BATCH)
for epoch in range(WARM_UP + epochs):
    wall, cpu = time.perf_counter(), time.process_time()
    networks.train_epoch(network, adam, inputs, labels, weights, BATCH)
    if epoch >= WARM_UP:
        walls.append((time.perf_counter() - wall) * 1e3 / steps)
        cpus.append((time.process_time() - cpu) * 1e3 / steps)
print(f"{statistics.median(walls):.3f} {statistics.median(cpus):.3f}")
