# A training step of the same network in PyTorch, one thread: the loop of the peer's pipeline (peer_pipeline.py, train_fcnn) on made rows.
# Prints milliseconds of a step, wall and processor time, the median of the epochs.
#   peer_step.py PEER_FOLDER [EPOCHS]
import statistics
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, sys.argv[1])
from peer_pipeline import simple_resnet  # noqa: E402

ROWS, FEATURES, BATCH, WARM_UP = 6767, 21, 64, 4
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
torch.set_num_threads(1)
torch.manual_seed(1)
rng = np.random.default_rng(1)
x = torch.from_numpy((rng.random((ROWS, FEATURES)) - 0.5).astype(np.float32))
y = torch.from_numpy((rng.random(ROWS) > 0.8).astype(np.int64))
w = torch.tensor([0.5, 2.5])
net = simple_resnet(FEATURES)
net.train()
adam = torch.optim.Adam(net.parameters(), 1e-3, foreach=False)
walls, cpus = [], []
for epoch in range(WARM_UP + epochs):
    wall, cpu, steps = time.perf_counter(), time.process_time(), 0
    order = torch.randperm(ROWS)
    for i in range(0, ROWS, BATCH):
        k = order[i:i + BATCH]
        adam.zero_grad(set_to_none=True)
        F.cross_entropy(net(x[k]), y[k], w).backward()
        adam.step()
        steps += 1
    if epoch >= WARM_UP:
        walls.append((time.perf_counter() - wall) * 1e3 / steps)
        cpus.append((time.process_time() - cpu) * 1e3 / steps)
print(f"{statistics.median(walls):.3f} {statistics.median(cpus):.3f}")
