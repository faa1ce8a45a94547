"""A training step of our two networks in PyTorch, on one thread: steps.py clinical|mri --data FOLDER --json FILE [--quick]"""
import statistics
import time

import torch

import networks
import row

asked = row.arguments("clinical", "mri")
torch.set_num_threads(1)
torch.manual_seed(1)
if asked.word == "clinical":
    name = "clinical step, one thread: 64-128-256-128, batch 64"
    network, shape, batch, steps, rate = networks.clinical(21), (21,), 64, 106, 1e-3
else:
    name = "MRI step, one thread: ResNet-50 of width 16, 64×64×32, batch 4"
    network, shape, batch, steps, rate = networks.ResNet50(16), (1, 32, 64, 64), 4, 6 if asked.quick else 12, 1e-4
epochs = (3 if asked.quick else 5) if asked.word == "mri" else (6 if asked.quick else 12)
inputs, labels = torch.randn(steps * batch, *shape), (torch.arange(steps * batch) % 3 == 0).float()
optimizer, weights = networks.adam(network, rate), torch.ones(steps * batch)
milliseconds = []
for _ in range(epochs):
    start = time.perf_counter()
    networks.train_epoch(network, optimizer, inputs, labels, weights, batch)
    milliseconds.append(1000 * (time.perf_counter() - start) / steps)
row.report(asked.json, name, "ms", statistics.median(milliseconds[1:]))
