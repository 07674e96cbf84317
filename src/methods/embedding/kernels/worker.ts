/**
 * What a thread of the kernels runs, as text: it needs no file of its own, so that it works alike from the bundles and from
 * sources. It makes the module over the memory that all threads share and calls what it is told to.
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
