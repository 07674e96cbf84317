"""The networks of the benchmark in PyTorch, their export, and what every task starts from: a network and an input."""
import numpy as np
import torch
from torch import nn

# The logit that is explained, as in netloupe.ts.
TARGET = 3
SIZES = {"mnist-cnn": (1, 28, 28), "resnet18": (3, 224, 224)}


def mnist_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip


class BasicBlock(nn.Module):
    def __init__(self, into, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(into, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or into != out:
            self.downsample = nn.Sequential(nn.Conv2d(into, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(y)) + shortcut)


def resnet18():
    """He et al. 2015, arXiv:1512.03385, table 1; strides and shortcuts as everybody has them."""
    stem = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    widths = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    blocks = [BasicBlock(*width) for width in widths]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000))


def make(name):
    """The network with weights of a fixed seed, and statistics for BatchNorm as if it had been trained."""
    torch.manual_seed(0)
    network = {"mnist-cnn": mnist_cnn, "resnet18": resnet18}[name]()
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.4, 0.8)
            nn.init.normal_(module.bias, 0, 0.1)
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return network.eval().requires_grad_(False)


def export(request):
    """The network as .onnx, as people export it, with an input of each batch size as .npy."""
    name, path = request["model"], request["path"]
    # A picture on which no ReLU of ResNet-18 is so near 0 that float32 decides it otherwise than float64 (as seeds 3 and 5 are).
    generator = torch.Generator().manual_seed(2)
    for batch, file in request["inputs"].items():
        np.save(file, torch.randn(int(batch), *SIZES[name], generator=generator).numpy())
    torch.onnx.export(
        make(name), torch.zeros(1, *SIZES[name]), path,
        input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
    )  # fmt: skip
    return {}


class Task:
    """One measured piece of work; calling it runs it."""

    def __init__(self, request):
        self.network = make(request["model"])
        self.x = torch.from_numpy(np.load(request["input"]))
        self.parameters = request.get("parameters", {})
        # The output of the last layer that has places.
        self.layer = {"mnist-cnn": lambda net: net[5], "resnet18": lambda net: net[11]}[request["model"]](self.network)
