"""Methods that ask the network from outside, as people write them: inputs made by broadcasting, run in batches, without gradients."""
import numpy as np
import torch
from torch.nn.functional import interpolate
from torch_networks import TARGET, Task


class Asking(Task):
    def __init__(self, request):
        super().__init__(request)
        self.internal = request["internalBatch"]

    def ask(self, count, inputs):
        """The target's value at `count` inputs; `inputs(rows)` makes those of a slice."""
        slices = (slice(start, min(start + self.internal, count)) for start in range(0, count, self.internal))
        return torch.cat([self.network(inputs(rows))[:, TARGET] for rows in slices])


class ScoreCam(Asking):
    def __init__(self, request):
        super().__init__(request)
        self.layer.register_forward_hook(self.keep)
        self.keeping = True

    def keep(self, _module, _inputs, output):
        if self.keeping:
            self.activation = output

    @torch.inference_mode()
    def __call__(self):
        self.keeping = True
        self.network(self.x)
        self.keeping = False
        channels = self.activation[0].unsqueeze(1)

        def masked(rows):
            masks = interpolate(channels[rows], self.x.shape[2:], mode="bilinear", align_corners=False)
            low, high = masks.amin((2, 3), keepdim=True), masks.amax((2, 3), keepdim=True)
            flat = high == low
            return self.x * torch.where(flat, 1.0, (masks - low) / torch.where(flat, 1.0, high - low))

        weights = self.ask(len(channels), masked).softmax(0)
        return (weights.view(-1, 1, 1, 1) * channels).sum(0, keepdim=True).clamp(min=0).numpy()


class Occlusion(Asking):
    @torch.inference_mode()
    def __call__(self):
        window, stride = self.parameters["window"], self.parameters["stride"]
        height, width = self.x.shape[2:]
        corners = [
            (row, column)
            for row in range(0, height - window + 1, stride)
            for column in range(0, width - window + 1, stride)
        ]

        def covered(rows):
            batch = self.x.repeat(rows.stop - rows.start, 1, 1, 1)
            for picture, (row, column) in zip(batch, corners[rows]):
                picture[:, row : row + window, column : column + window] = 0
            return batch

        falls = self.network(self.x)[0, TARGET] - self.ask(len(corners), covered)
        total, times = torch.zeros(height, width), torch.zeros(height, width)
        for fall, (row, column) in zip(falls, corners):
            total[row : row + window, column : column + window] += fall
            times[row : row + window, column : column + window] += 1
        return (total / times).expand(self.x.shape).numpy()


class KernelShap(Asking):
    """The coalitions are those that ours draws, made beforehand, so that both solve the same regression."""

    def __init__(self, request):
        super().__init__(request)
        side = int(self.parameters["players"].split(":")[1])
        height, width = self.x.shape[2:]
        columns = width // side
        self.players = torch.arange(height).div(side, rounding_mode="floor")[:, None] * columns
        self.players = self.players + torch.arange(width).div(side, rounding_mode="floor")
        self.count = height // side * columns
        self.coalitions = torch.from_numpy(coalitions(self.count, self.parameters["samples"]))

    @torch.inference_mode()
    def __call__(self):
        ends = torch.stack([torch.zeros(self.count), torch.ones(self.count)])
        asked = torch.cat([ends, self.coalitions])
        values = self.ask(len(asked), lambda rows: self.x * asked[rows][:, self.players].unsqueeze(1)).double()
        empty, change = values[0], values[1] - values[0]
        there = self.coalitions.double()
        # The last player's value follows from the others'.
        last = there[:, -1:]
        solution = torch.linalg.lstsq(there[:, :-1] - last, (values[2:] - empty).unsqueeze(1) - last * change).solution[:, 0]
        shares = torch.cat([solution, (change - solution.sum()).unsqueeze(0)]).float()
        return shares[self.players].expand(self.x.shape).numpy()


def coalitions(players, samples):
    """By the Shapley kernel, each followed by its complement: [samples, players] of 0 and 1."""
    uniform = xoshiro()
    sizes = [(players - 1) / (size * (players - size)) for size in range(1, players)]
    total = sum(sizes)
    drawn = np.zeros((samples, players), np.float32)
    for pair in range(0, samples, 2):
        size, rest = 1, uniform() * total
        while size < players - 1 and rest >= sizes[size - 1]:
            rest -= sizes[size - 1]
            size += 1
        order = list(range(players))
        for i in range(size):
            j = i + int(uniform() * (players - i))
            order[i], order[j] = order[j], order[i]
            drawn[pair, order[i]] = 1
        drawn[pair + 1] = 1 - drawn[pair]
    return drawn


def xoshiro():
    """xoshiro128** 1.1 (Blackman & Vigna 2018) with the state SplitMix32 makes of seed 0; uniform in [0, 1) with 53 bits."""
    mask = 2**32 - 1
    state, mix = [], 0
    for _ in range(4):
        mix = (mix + 0x9E3779B9) & mask
        z = ((mix ^ (mix >> 16)) * 0x21F0AAAD) & mask
        z = ((z ^ (z >> 15)) * 0x735A2D97) & mask
        state.append(z ^ (z >> 15))
    a, b, c, d = state

    def following():
        nonlocal a, b, c, d
        product = (b * 5) & mask
        result = (((product << 7) | (product >> 25)) * 9) & mask
        shifted = (b << 9) & mask
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = ((d << 11) | (d >> 21)) & mask
        return result

    return lambda: ((following() >> 5) * 2**26 + (following() >> 6)) / 2**53
