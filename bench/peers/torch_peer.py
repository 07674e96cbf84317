"""PyTorch's side of the benchmark: the code people write, driven by one JSON request per line of standard input.

Each request has a field `do`; each answer is one line of JSON. The weights follow from a fixed seed, so that the process that
exports a network and the process that is measured have the same ones. Timing covers what a caller waits for: arrays in,
arrays out, on a network that is loaded already.
"""
import json
import platform
import sys
import time
import warnings

import numpy as np
import torch
from torch_backward import GradCam, GuidedBackprop, Lrp
from torch_networks import TARGET, Task, export
from torch_perturbation import KernelShap, Occlusion, ScoreCam


class Forward(Task):
    def __call__(self):
        with torch.inference_mode():
            return self.network(self.x).numpy()


class Gradient(Task):
    def __call__(self):
        x = self.x.detach().requires_grad_()
        self.network(x)[:, TARGET].sum().backward()
        return x.grad.numpy()


class IntegratedGradients(Task):
    def __init__(self, request):
        super().__init__(request)
        self.internal = request["internalBatch"]
        nodes, weights = np.polynomial.legendre.leggauss(self.parameters["steps"])
        self.nodes = torch.from_numpy((nodes + 1) / 2).float().view(-1, 1, 1, 1)
        self.weights = torch.from_numpy(weights / 2).float().view(-1, 1, 1, 1)

    def __call__(self):
        total = torch.zeros_like(self.x)
        for nodes, weights in zip(self.nodes.split(self.internal), self.weights.split(self.internal)):
            points = (nodes * self.x).requires_grad_()
            score = self.network(points)[:, TARGET].sum()
            (gradient,) = torch.autograd.grad(score, points)
            total += (weights * gradient).sum(0, keepdim=True)
        return (total * self.x).numpy()


TASKS = {
    "forward": Forward,
    "gradient": Gradient,
    "integrated-gradients": IntegratedGradients,
    "guided-backprop": GuidedBackprop,
    "lrp": Lrp,
    "grad-cam": GradCam,
    "score-cam": ScoreCam,
    "occlusion": Occlusion,
    "kernel-shap": KernelShap,
}


class Peer:
    def hello(self, request):
        torch.set_num_threads(request["threads"])
        return {"version": f"PyTorch {torch.__version__}, Python {platform.python_version()}"}

    def export(self, request):
        return export(request)

    def prepare(self, request):
        self.task = TASKS[request["task"]](request)
        return {}

    def run(self, _request):
        start, work = time.perf_counter(), time.process_time()
        self.result = self.task()
        return {"milliseconds": 1000 * (time.perf_counter() - start), "cpu": 1000 * (time.process_time() - work)}

    def save(self, request):
        np.save(request["file"], self.result)
        return {}


def main():
    warnings.simplefilter("ignore")
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(getattr(peer, request["do"])(request)), flush=True)


main()
