"""Backward passes with rules of their own, and Grad-CAM, as people write them with PyTorch's hooks and automatic differentiation."""
import torch
from torch import nn
from torch.nn.functional import conv2d, linear
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch_networks import TARGET, BasicBlock, Task

# Of the epsilon rule, and what keeps all others from dividing by zero.
EPSILON = 1e-6


class GuidedBackprop(Task):
    def __init__(self, request):
        super().__init__(request)
        for module in self.network.modules():
            if isinstance(module, nn.ReLU):
                module.inplace = False
                module.register_full_backward_hook(lambda _module, into, _out: (into[0].clamp(min=0),))

    def __call__(self):
        x = self.x.detach().requires_grad_()
        self.network(x)[:, TARGET].sum().backward()
        return x.grad.numpy()


class GradCam(Task):
    def __init__(self, request):
        super().__init__(request)
        self.layer.register_forward_hook(self.keep)

    def keep(self, _module, _inputs, output):
        # Nothing below the layer is differentiated.
        self.activation = output.requires_grad_()

    def __call__(self):
        score = self.network(self.x)[:, TARGET].sum()
        (gradient,) = torch.autograd.grad(score, self.activation)
        weights = gradient.mean((2, 3), keepdim=True)
        return (weights * self.activation.detach()).sum(1, keepdim=True).clamp(min=0).numpy()


def stabilised(z):
    return z + EPSILON * ((z == 0) + z.sign())


class Epsilon(torch.autograd.Function):
    @staticmethod
    def forward(context, x, weight, bias):
        y = linear(x, weight, bias)
        context.save_for_backward(x, weight, y)
        return y

    @staticmethod
    def backward(context, relevance):
        x, weight, y = context.saved_tensors
        return x * ((relevance / stabilised(y)) @ weight), None, None


class ZPlus(torch.autograd.Function):
    """Zennit's way: the layer again with clamped weights, and the gradient of that. A second pass only for inputs that have negative values."""

    @staticmethod
    def forward(context, x, layer):
        context.save_for_backward(x)
        context.layer = layer
        return conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding)

    @staticmethod
    def backward(context, relevance):
        (x,) = context.saved_tensors
        layer = context.layer
        parts = [(x.clamp(min=0), layer.positive)] + ([(x.clamp(max=0), layer.negative)] if x.min() < 0 else [])
        with torch.enable_grad():
            inputs = [part.requires_grad_() for part, _ in parts]
            biases = [layer.positive_bias] + [None] * (len(parts) - 1)
            terms = (
                conv2d(part, weight, bias, layer.stride, layer.padding)
                for part, (_, weight), bias in zip(inputs, parts, biases)
            )
            z = sum(terms)
            gradients = torch.autograd.grad(z, inputs, relevance / stabilised(z.detach()))
        return sum(part.detach() * gradient for part, gradient in zip(inputs, gradients)), None


class Pass(torch.autograd.Function):
    @staticmethod
    def forward(_context, x):
        return x.relu()

    @staticmethod
    def backward(_context, relevance):
        return relevance


class Norm(torch.autograd.Function):
    """Shares relevance out by the terms of a sum."""

    @staticmethod
    def forward(context, a, b):
        context.save_for_backward(a, b)
        return a + b

    @staticmethod
    def backward(context, relevance):
        a, b = context.saved_tensors
        s = relevance / stabilised(a + b)
        return a * s, b * s


class Mean(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        y = x.mean((2, 3), keepdim=True)
        context.save_for_backward(x, y)
        return y

    @staticmethod
    def backward(context, relevance):
        x, y = context.saved_tensors
        return x * (relevance / stabilised(y)) / (x.shape[2] * x.shape[3])


class Lrp(Task):
    """Epsilon-plus on the network with BatchNorm merged."""

    def __init__(self, request):
        super().__init__(request)
        self.run = self.rule(self.network)

    def __call__(self):
        x = self.x.detach().requires_grad_()
        output = self.run(x)
        seed = torch.zeros_like(output)
        seed[:, TARGET] = 1
        (relevance,) = torch.autograd.grad(output, x, seed)
        return relevance.numpy()

    def rule(self, module):
        """The module as a function whose gradient is its relevance."""
        if isinstance(module, nn.Sequential):
            return chain(self.merged(list(module)))
        if isinstance(module, BasicBlock):
            inner = chain(self.merged([module.conv1, module.bn1, module.relu, module.conv2, module.bn2]))
            around = self.rule(module.downsample) if module.downsample else lambda x: x
            return lambda x: Pass.apply(Norm.apply(inner(x), around(x)))
        if isinstance(module, nn.Conv2d):
            module.positive, module.negative = module.weight.clamp(min=0), module.weight.clamp(max=0)
            module.positive_bias = module.bias.clamp(min=0)
            return lambda x: ZPlus.apply(x, module)
        if isinstance(module, nn.Linear):
            return lambda x: Epsilon.apply(x, module.weight, module.bias)
        if isinstance(module, nn.ReLU):
            return Pass.apply
        return Mean.apply if isinstance(module, nn.AdaptiveAvgPool2d) else module

    def merged(self, modules):
        """The rules of modules in a row, each BatchNorm merged into the convolution before it."""
        result = []
        for module in modules:
            if isinstance(module, nn.BatchNorm2d):
                module = fuse_conv_bn_eval(result.pop(), module).requires_grad_(False)
            result.append(module)
        return [self.rule(module) for module in result]


def chain(functions):
    def run(x):
        for function in functions:
            x = function(x)
        return x

    return run
