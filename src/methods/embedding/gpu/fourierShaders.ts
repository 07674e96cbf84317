/**
 * Fourier transforms of the lines of a plane in WGSL, stage by stage through the GPU's memory: Stockham's algorithm as
 * in Govindaraju et al. 2008, with radix 4, and one stage of radix 2 if the length is not a power of four. There is no
 * shared memory and no barrier, so a length needs nothing but memory. For the inverse, swap real and imaginary parts
 * before and after.
 */

/** Bytes between the settings of two stages: every GPU's alignment for uniform buffers. */
export const STAGE_BYTES = 256;

export interface Stage {
  entryPoint: 'two' | 'four';
  workgroups: [number, number];
  /** As the shaders' binding 0. */
  settings: Uint32Array<ArrayBuffer>;
}

export interface Lines {
  axis: 'x' | 'y';
  /** Number of lines: the first rows or columns. */
  count: number;
  /** Whether the second half of each line is zero and is not read. */
  half?: boolean;
  /** Whether they are the kernels', which are skipped while the spectrum fits the grid. */
  sampling?: boolean;
}

/** Threads of a workgroup, along a row of the plane, so that adjacent threads read adjacent numbers. */
export const STAGE_WORKGROUP = 64;

/** The stages that transform lines of the plane `plane` (0 or 1), and the plane that holds the result. */
export function stagesOf(length: number, lines: Lines, plane: number): { stages: Stage[]; plane: number } {
  const stages: Stage[] = [];
  for (let done = 1; done < length; plane = 1 - plane) {
    const radix = done === 1 && Math.log2(length) % 2 === 1 ? 2 : 4;
    const { axis, count, half = false, sampling = false } = lines;
    const [across, down] = axis === 'x' ? [length / radix, count] : [count, length / radix];
    const area = length * length;
    const flags = [axis === 'y', half && done === 1, sampling].map(Number);
    stages.push({
      entryPoint: radix === 2 ? 'two' : 'four',
      workgroups: [across / STAGE_WORKGROUP, down],
      settings: new Uint32Array([plane * area, (1 - plane) * area, Math.log2(done), ...flags]),
    });
    done *= radix;
  }
  return { stages, plane };
}

/** exp(−2πi k / length), k < length, as pairs. */
export function twiddles(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 2 * length }, (_, i) => {
    const angle = (-2 * Math.PI * (i >> 1)) / length;
    return i % 2 ? Math.sin(angle) : Math.cos(angle);
  });
}

/**
 * Entry points `two` and `four`, for a module that declares the constant LENGTH, the arrays `planes` (two of LENGTH ×
 * LENGTH) and `twiddles`, and the function `isSampled`.
 */
export const fourierSource = /* wgsl */ `
struct Stage {
  /** Where the planes begin that are read and written. */
  source: u32,
  goal: u32,
  /** The logarithm of the length that is transformed already. */
  shift: u32,
  alongY: u32,
  half: u32,
  sampling: u32,
}
@group(0) @binding(0) var<uniform> stage: Stage;

const QUARTER = LENGTH / 4u;

/** Of a thread: its first number's place in its line, where this begins in both planes, and how far its numbers are apart there. */
struct Line { place: u32, source: u32, goal: u32, step: u32 }

fn lineOf(id: vec3u) -> Line {
  if (stage.alongY == 1u) { return Line(id.y, stage.source + id.x, stage.goal + id.x, LENGTH); }
  return Line(id.x, stage.source + id.y * LENGTH, stage.goal + id.y * LENGTH, 1u);
}

@compute @workgroup_size(${STAGE_WORKGROUP})
fn two(@builtin(global_invocation_id) id: vec3u) {
  if (stage.sampling == 1u && isSampled()) { return; }
  let line = lineOf(id);
  let a = planes[line.source + line.place * line.step];
  var b = vec2f(0.0);
  if (stage.half == 0u) { b = planes[line.source + (line.place + 2u * QUARTER) * line.step]; }
  planes[line.goal + 2u * line.place * line.step] = a + b;
  planes[line.goal + (2u * line.place + 1u) * line.step] = a - b;
}

@compute @workgroup_size(${STAGE_WORKGROUP})
fn four(@builtin(global_invocation_id) id: vec3u) {
  if (stage.sampling == 1u && isSampled()) { return; }
  let line = lineOf(id);
  let within = line.place & ((1u << stage.shift) - 1u);
  let turn = within * (QUARTER >> stage.shift);
  let a = planes[line.source + line.place * line.step];
  let b = times(planes[line.source + (line.place + QUARTER) * line.step], twiddles[turn]);
  var c = vec2f(0.0);
  var d = vec2f(0.0);
  if (stage.half == 0u) {
    c = times(planes[line.source + (line.place + 2u * QUARTER) * line.step], twiddles[2u * turn]);
    d = times(planes[line.source + (line.place + 3u * QUARTER) * line.step], twiddles[3u * turn]);
  }
  let even = a + c;
  let odd = a - c;
  let sum = b + d;
  // −i (b − d)
  let turned = vec2f(b.y - d.y, d.x - b.x);
  let apart = line.step << stage.shift;
  let goal = line.goal + (4u * (line.place - within) + within) * line.step;
  planes[goal] = even + sum;
  planes[goal + apart] = odd + turned;
  planes[goal + 2u * apart] = even - sum;
  planes[goal + 3u * apart] = odd - turned;
}

fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}
`;
