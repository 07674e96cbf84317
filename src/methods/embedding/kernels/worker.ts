/**
 * The code of a kernel thread, as text: it needs no file, so it works the same from bundles and from source. It
 * instantiates the module over the shared memory and calls what it is told to.
 */
export const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory } = workerData;
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
parentPort.on('message', ({ kernel, values }) => {
  kernels[kernel](...values);
  parentPort.postMessage(null);
});
`;
