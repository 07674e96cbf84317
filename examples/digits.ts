/** The network of digits.onnx in TensorFlow.js, with the same layer names. Images are [N, 28, 28, 1] here: channels come last. */
import * as tf from '@tensorflow/tfjs';

export function digits(): tf.Sequential {
  const convolution = { kernelSize: 5, padding: 'same' } as const;
  return tf.sequential({
    name: 'digits',
    layers: [
      tf.layers.conv2d({ name: 'conv1', inputShape: [28, 28, 1], filters: 8, ...convolution }),
      tf.layers.reLU({ name: 'relu1' }),
      tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
      tf.layers.conv2d({ name: 'conv2', filters: 16, ...convolution }),
      tf.layers.reLU({ name: 'relu2' }),
      tf.layers.maxPooling2d({ name: 'pool2', poolSize: 2 }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dense({ name: 'dense1', units: 64 }),
      tf.layers.reLU({ name: 'relu3' }),
      tf.layers.dense({ name: 'logits', units: 10 }),
    ],
  });
}
