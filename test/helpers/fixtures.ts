/** Files of `test/fixtures`, made by other people's programs; the README beside them says what each holds. */

/** Models as `.onnx` and what PyTorch, Captum and Zennit computed from them as `.npz`. */
export const reference = 'test/fixtures/reference';

/** The ONNX model zoo's MNIST network. */
export const zooMnist = 'test/fixtures/zoo/mnist.onnx';
