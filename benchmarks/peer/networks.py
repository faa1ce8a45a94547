"""Our two networks in PyTorch, layer for layer: src/Models/ClinicalNet and src/Models/ResNet3D."""
import torch
from torch import nn
from torch.nn import functional as F


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.fc1, self.bn1 = nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs)
        self.fc2, self.bn2 = nn.Linear(outputs, outputs, bias=False), nn.BatchNorm1d(outputs)
        self.around = nn.Identity() if inputs == outputs else nn.Sequential(nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs))

    def forward(self, x):
        return F.relu(self.bn2(self.fc2(F.relu(self.bn1(self.fc1(x))))) + self.around(x))


def clinical(features, hidden=(64, 128, 256, 128), dropout=0.5):
    blocks = [ResidualBlock(i, o) for i, o in zip(hidden, hidden[1:])]
    return nn.Sequential(
        nn.Linear(features, hidden[0], bias=False), nn.BatchNorm1d(hidden[0]), nn.ReLU(), *blocks, nn.Dropout(dropout), nn.Linear(hidden[-1], 1))


class Bottleneck(nn.Module):
    def __init__(self, inputs, planes, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv3d(inputs, planes, 1, bias=False), nn.BatchNorm3d(planes)
        self.conv2, self.bn2 = nn.Conv3d(planes, planes, 3, stride, 1, bias=False), nn.BatchNorm3d(planes)
        self.conv3, self.bn3 = nn.Conv3d(planes, 4 * planes, 1, bias=False), nn.BatchNorm3d(4 * planes)
        self.around = nn.Identity() if stride == 1 and inputs == 4 * planes else nn.Sequential(
            nn.Conv3d(inputs, 4 * planes, 1, stride, bias=False), nn.BatchNorm3d(4 * planes))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + self.around(x))


class ResNet50(nn.Module):
    """He et al. 2016, table 1, in three dimensions; the stem keeps the slices."""

    def __init__(self, width):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv3d(1, width, 7, (1, 2, 2), 3, bias=False), nn.BatchNorm3d(width), nn.ReLU(inplace=True), nn.MaxPool3d(3, 2, 1))
        layers, inputs = [], width
        for layer, blocks in enumerate((3, 4, 6, 3)):
            planes = width << layer
            for block in range(blocks):
                layers.append(Bottleneck(inputs, planes, 2 if layer > 0 and block == 0 else 1))
                inputs = 4 * planes
        self.layers, self.fc = nn.Sequential(*layers), nn.Linear(inputs, 1)

    def forward(self, x):
        return self.fc(self.layers(self.stem(x)).mean((2, 3, 4)))


def train_epoch(network, optimizer, inputs, labels, weights, batch):
    """One pass in a new order. Batch norm cannot train on one row."""
    network.train()
    order = torch.randperm(len(inputs))
    for start in range(0, len(order), batch):
        rows = order[start:start + batch]
        if len(rows) < 2:
            continue
        optimizer.zero_grad(set_to_none=True)
        F.binary_cross_entropy_with_logits(network(inputs[rows])[:, 0], labels[rows], weights[rows]).backward()
        optimizer.step()


def adam(network, rate):
    """Multi-tensor Adam (foreach) is the slower of the two on the CPU."""
    return torch.optim.Adam(network.parameters(), rate, foreach=False)
