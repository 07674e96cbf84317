/**
 * Which devices this machine has and which is fastest. Each device is tried in a process of its own, because a bad
 * driver kills its process; the result is remembered between starts, since a trial takes about a second.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, homedir, hostname, platform } from 'node:os';
import { join } from 'node:path';
import type { DeviceDescription } from '../shared/description';
import { ArgumentError, DeviceError } from '../shared/errors';
import { float32, type Tensor } from '../shared/tensor';
import { Builder } from '../graph/builder';
import { writeOnnx } from '../graph/onnx/write';
import { operators } from '../operators';
import { deviceIds, loadRuntime, runtimeVersion, type Device } from './runtime';

const titles: Record<Device, string> = {
  cpu: 'CPU',
  webgpu: 'GPU (WebGPU)',
  dml: 'GPU (DirectML)',
  coreml: 'Core ML',
  cuda: 'GPU (CUDA)',
  tensorrt: 'GPU (TensorRT)',
};

/** Forward passes below this many multiply-adds stay on the CPU without trying a GPU, which takes longer to start. */
export const SMALL_COST = 1e8;

const PROBE_TIMEOUT_MS = 30_000;

interface Probe {
  /** Milliseconds of the probe's work; absent if it failed. */
  ms?: number;
  note: string;
}

/** The probe's whole program: it must run in plain Node, without any of our code. */
const probeProgram = `
const [runtimePath, device] = process.argv.slice(1);
const ort = require(runtimePath);
const chunks = [];
process.stdin.on('data', (c) => chunks.push(c)).on('end', async () => {
  try {
    const session = await ort.InferenceSession.create(new Uint8Array(Buffer.concat(chunks)), { executionProviders: [device], logSeverityLevel: 4 });
    const x = new ort.Tensor('float32', new Float32Array(64 * 56 * 56).fill(0.5), [1, 64, 56, 56]);
    let ms = Infinity;
    for (let i = 0; i < 4; i++) {
      const start = performance.now();
      await session.run({ x });
      if (i) ms = Math.min(ms, performance.now() - start);
    }
    process.stdout.write(JSON.stringify({ ms }), () => process.exit(0));
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error.message) }), () => process.exit(0));
  }
});`;

/** Every device that onnxruntime knows on this platform, tried at once. Remembered results count unless `fresh`. */
export async function listDevices(fresh = false): Promise<DeviceDescription[]> {
  const { listSupportedBackends } = await loadRuntime();
  const backends = listSupportedBackends().filter(({ name }) => deviceIds.includes(name as Device));
  return Promise.all(
    backends.map(async ({ name, bundled }) => {
      const id = name as Device;
      const { ms, note } = id === 'cpu' ? { ms: 0, note: 'always available' } : await probe(id, fresh);
      const why = bundled || ms !== undefined ? note : `not in this installation: ${note}`;
      return { id, title: titles[id], available: ms !== undefined, note: why };
    }),
  );
}

/**
 * The device to use. 'auto' takes the CPU for work below {@link SMALL_COST} (only 'auto' calls `cost`, in
 * multiply-adds), else the device that was fastest when tried. Throws ArgumentError for an unknown id, DeviceError for
 * one that this machine does not have.
 */
export async function chooseDevice(choice: string, cost: () => number): Promise<Device> {
  if (choice === 'cpu' || (choice === 'auto' && cost() < SMALL_COST)) return 'cpu';
  const backends = (await loadRuntime()).listSupportedBackends().map(({ name }) => name as Device);
  if (choice !== 'auto') {
    const device = deviceIds.find((id) => id === choice);
    if (!device) throw new ArgumentError(`There is no device "${choice}"; choose auto, ${deviceIds.join(', ')}.`);
    if (!backends.includes(device))
      throw new DeviceError(
        `The device ${device} does not exist on ${platform()}; choose one of ${backends.join(', ')}.`,
      );
    return device;
  }
  const gpus = backends.filter((id) => id !== 'cpu' && id !== 'tensorrt');
  const probes = await Promise.all(gpus.map(async (id) => ({ id, ms: (await probe(id, false)).ms ?? Infinity })));
  const fastest = probes.sort((a, b) => a.ms - b.ms)[0];
  if (!fastest || fastest.ms === Infinity) return 'cpu';
  const cpu = await probe('cpu', false);
  return fastest.ms < (cpu.ms ?? Infinity) ? fastest.id : 'cpu';
}

const probes = new Map<Device, Promise<Probe>>();

function probe(device: Device, fresh: boolean): Promise<Probe> {
  let result = fresh ? undefined : probes.get(device);
  if (!result) probes.set(device, (result = remembered(device, fresh)));
  return result;
}

async function remembered(device: Device, fresh: boolean): Promise<Probe> {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'netloupe');
  // A driver chosen by the environment changes which devices exist, so it is part of the name.
  const drivers = (process.env['VK_DRIVER_FILES'] ?? '').replace(/\W+/g, '-');
  const file = join(
    folder,
    `device-${device}-${hostname()}-${platform()}-${arch()}-${await runtimeVersion()}${drivers}.json`,
  );
  if (!fresh) {
    const known = await readFile(file, 'utf8').catch(() => undefined);
    if (known) return JSON.parse(known) as Probe;
  }
  const result = await tryDevice(device);
  // The memory is a convenience; if it cannot be written, the next start tries the device again.
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(file, JSON.stringify(result)))
    .catch(() => undefined);
  return result;
}

function tryDevice(device: Device): Promise<Probe> {
  const model = probeModel();
  const runtimePath = createRequire(import.meta.url).resolve('onnxruntime-node');
  const child = spawn(process.execPath, ['-e', probeProgram, runtimePath, device], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined).end(model);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PROBE_TIMEOUT_MS);
    child.once('error', (error) => {
      resolve({ note: error.message });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const { ms, error } = parse(answer);
      if (ms !== undefined)
        resolve({ ms, note: `a 3×3 convolution of 64 channels at 56×56 takes ${ms.toFixed(1)} ms` });
      else resolve({ note: error ?? `trying it killed its process (${signal ?? code})` });
    });
  });
}

function parse(answer: string): { ms?: number; error?: string } {
  try {
    const { ms, error } = JSON.parse(answer) as { ms?: number; error?: string };
    return { ...(ms !== undefined && { ms }), ...(error && { error: lastSentence(error) }) };
  } catch {
    return {};
  }
}

/** Native errors begin with file names and end with the reason. */
function lastSentence(error: string): string {
  return error
    .split(/ was false\. |\) /)
    .at(-1)!
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

/** One convolution of 116 million multiply-adds. */
function probeModel(): Uint8Array {
  const b = new Builder(operators);
  const x = b.input('x', 'float32', [1, 64, 56, 56]);
  const weights: Tensor = float32([64, 64, 3, 3], new Float32Array(64 * 64 * 9).fill(0.01));
  return writeOnnx(b.build([b.op('Conv', [x, b.constant(weights)], { pads: [1, 1, 1, 1] })]));
}
