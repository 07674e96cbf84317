/**
 * Repulsion by a grid (Linderman et al. 2019): points are spread to nodes, convolved with the kernel by Fourier
 * transforms, and forces are read back at the points with the same weights. Nodes are a third apart as there, but the
 * polynomial is the cubic through the four nearest nodes of an axis, not the parabola through the three of an interval,
 * which jumps between intervals. Of the two components of w b (y_i − y_j), one is the real and one the imaginary part
 * of a single convolution; Z follows from the spectrum (Parseval). The plane is an array of n × m complex numbers, m =
 * 2n: rows beyond the n-th are zero before the columns are transformed and unused after.
 */
import { fillTwiddles, transform } from './fft.as';
import { total } from './attraction.as';
import { meet, take } from './threads.as';

const NODES: i32 = 3;
/** As many as layout.ts allocates. */
const MOST_INTERVALS: i32 = 600;
const LEAST_INTERVALS: f32 = 50;
/**
 * Intervals that stay empty at both ends together: a point reaches one node before it and two behind it, plus rounding.
 */
const MARGIN: f32 = 5 / 3.0;
const MOST_NODES: usize = 1800;
const PLANE: usize = MOST_NODES * MOST_NODES * 2 * 4;
const SQUARE: usize = PLANE * 2;

@unmanaged
class Grid {
  /** Per axis. */
  intervals: i32;
  /** Length of an interval. */
  size: f32;
  x: f32;
  y: f32;
  /** Of the last kernel: intervals, size, freedom. */
  kernelIntervals: i32;
  kernelSize: f32;
  kernelFreedom: f32;
}

@inline
function twiddlesOf(space: usize): usize {
  return space + 64;
}
@inline
function densityOf(space: usize): usize {
  return space + 32768;
}
@inline
function realOf(space: usize): usize {
  return densityOf(space) + PLANE / 2;
}
@inline
function imaginaryOf(space: usize): usize {
  return realOf(space) + PLANE;
}
/** Spectra: of w (real), and of w b (x + iy). */
@inline
function spectrumOf(space: usize, part: usize): usize {
  return imaginaryOf(space) + PLANE + part * SQUARE;
}
/** Two strips of four sequences per thread. */
@inline
function stripOf(space: usize, thread: i32): usize {
  return spectrumOf(space, 3) + <usize>thread * (MOST_NODES * 2 * 64);
}

/** Lays the grid over the points and spreads them; runs on one thread. */
export function spread(n: i32, positions: usize, space: usize): void {
  const grid = changetype<Grid>(space);
  let low = v128.load_splat<u64>(positions), high = low;
  for (let i: usize = 0; i < <usize>n; i++) {
    const here = v128.load_splat<u64>(positions + (i << 3));
    low = f32x4.min(low, here);
    high = f32x4.max(high, here);
  }
  const sizes = f32x4.sub(high, low);
  const range = max(max(f32x4.extract_lane(sizes, 0), f32x4.extract_lane(sizes, 1)), <f32>1e-20);
  choose(grid, range);
  const width = <f32>grid.intervals * grid.size;
  grid.x = (f32x4.extract_lane(low, 0) + f32x4.extract_lane(high, 0) - width) / 2;
  grid.y = (f32x4.extract_lane(low, 1) + f32x4.extract_lane(high, 1) - width) / 2;

  const nodes = grid.intervals * NODES;
  const density = densityOf(space);
  memory.fill(density, 0, <usize>nodes * nodes * 4);
  const scale = <f32>NODES / grid.size;
  for (let i: usize = 0; i < <usize>n; i++) {
    const p = positions + (i << 3);
    const u = (load<f32>(p) - grid.x) * scale, v = (load<f32>(p, 4) - grid.y) * scale;
    const column = <i32>u, row = <i32>v;
    const across = weights(u - <f32>column), down = weights(v - <f32>row);
    let to = density + ((<usize>(row - 1) * nodes + column - 1) << 2);
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(across, f32x4.splat(f32x4.extract_lane(down, 0)))));
    to += <usize>nodes << 2;
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(across, f32x4.splat(f32x4.extract_lane(down, 1)))));
    to += <usize>nodes << 2;
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(across, f32x4.splat(f32x4.extract_lane(down, 2)))));
    to += <usize>nodes << 2;
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(across, f32x4.splat(f32x4.extract_lane(down, 3)))));
  }
}

/**
 * Intervals of length 1, or at least 50 smaller ones; unchanged while they fit, since a new kernel costs more than a
 * larger grid.
 */
function choose(grid: Grid, range: f32): void {
  const before = <f32>grid.intervals * grid.size;
  if (range <= before - MARGIN * grid.size && range > before * <f32>0.7 && grid.intervals > 0) return;
  const wanted = range * <f32>1.08;
  let size: f32 = 1;
  if (wanted < LEAST_INTERVALS) size = wanted / LEAST_INTERVALS;
  let quarter = <i32>Mathf.ceil(wanted / size / 4 - <f32>0.001);
  while (!smooth(quarter)) quarter++;
  grid.intervals = min(quarter * 4, MOST_INTERVALS);
  grid.size = max(size, wanted / <f32>grid.intervals);
  if (size == 1 && grid.size <= 1) grid.size = 1;
}

/** Whether the transforms support this length. */
export function smooth(value: i32): bool {
  while (value % 2 == 0) value /= 2;
  while (value % 3 == 0) value /= 3;
  while (value % 5 == 0) value /= 5;
  return value == 1;
}

/** Lagrange's polynomials for nodes at −1, 0, 1 and 2. */
@inline
export function weights(t: f32): v128 {
  const a = t + 1, b = t - 1, c = t - 2;
  return f32x4.mul(f32x4(t * b * c, a * b * c, a * t * c, a * t * b), f32x4(-1 / 6.0, 0.5, -0.5, 1 / 6.0));
}

/** After a barrier behind `spread`: forces and, per thread, its part of Z; runs on all threads. */
export function repelGrid(thread: i32, threads: i32, n: i32, positions: usize, freedom: f32, space: usize, forces: usize, sums: usize): void {
  const grid = changetype<Grid>(space);
  if (grid.intervals != grid.kernelIntervals || grid.size != grid.kernelSize || freedom != grid.kernelFreedom) {
    meet(threads);
    makeSpectra(thread, threads, grid.intervals * NODES * 2, grid.size / <f32>NODES, freedom, space);
    if (thread == 0) {
      grid.kernelIntervals = grid.intervals;
      grid.kernelSize = grid.size;
      grid.kernelFreedom = freedom;
    }
    meet(threads);
  }
  const nodes = grid.intervals * NODES, m = 2 * nodes;
  const strip = stripOf(space, thread), other = strip + (MOST_NODES * 2 * 32);
  const re = realOf(space), im = imaginaryOf(space), twiddles = twiddlesOf(space);

  for (let row = take(2, 4); row < nodes; row = take(2, 4)) {
    const from = densityOf(space) + ((<usize>row * nodes) << 2);
    for (let c = 0; c < nodes; c += 4) turn(from + (<usize>c << 2), nodes, strip + (<usize>c << 5));
    for (let c = 0; c < nodes; c++) v128.store(strip + (<usize>c << 5), f32x4.splat(0), 16);
    memory.fill(strip + (<usize>nodes << 5), 0, <usize>nodes << 5);
    unturnRows(transform(strip, other, m, twiddles), re, im, row, m, m);
  }
  meet(threads);

  let z: f64 = 0;
  const w = spectrumOf(space, 0), kernelRe = spectrumOf(space, 1), kernelIm = spectrumOf(space, 2);
  for (let column = take(3, 4); column < m; column = take(3, 4)) {
    for (let r = 0; r < nodes; r++) {
      const at = (<usize>r * m + column) << 2;
      v128.store(strip + (<usize>r << 5), v128.load(re + at));
      v128.store(strip + (<usize>r << 5), v128.load(im + at), 16);
    }
    memory.fill(strip + (<usize>nodes << 5), 0, <usize>nodes << 5);
    const spectrum = transform(strip, other, m, twiddles);
    let power = f32x4.splat(0);
    for (let r = 0; r < m; r++) {
      const at = (<usize>r * m + column) << 2, p = spectrum + (<usize>r << 5);
      const a = v128.load(p), b = v128.load(p, 16), c = v128.load(kernelRe + at), d = v128.load(kernelIm + at);
      power = f32x4.add(power, f32x4.mul(v128.load(w + at), f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b))));
      // Swaps real and imaginary parts: the inverse transform is then the same as the forward one.
      v128.store(p, f32x4.add(f32x4.mul(a, d), f32x4.mul(b, c)));
      v128.store(p, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, d)), 16);
    }
    z += <f64>f32x4.extract_lane(power, 0) + <f64>f32x4.extract_lane(power, 1) + <f64>f32x4.extract_lane(power, 2) + <f64>f32x4.extract_lane(power, 3);
    const back = transform(spectrum, spectrum == strip ? other : strip, m, twiddles);
    for (let r = 0; r < nodes; r++) {
      const at = (<usize>r * m + column) << 2;
      v128.store(re + at, v128.load(back + (<usize>r << 5)));
      v128.store(im + at, v128.load(back + (<usize>r << 5), 16));
    }
  }
  const area = <f64>m * <f64>m;
  store<f64>(sums + (<usize>thread << 3), z / area - (thread == 0 ? <f64>n : 0));
  meet(threads);

  for (let row = take(4, 4); row < nodes; row = take(4, 4)) {
    for (let c = 0; c < m; c += 4) {
      turn(re + ((<usize>row * m + c) << 2), m, strip + (<usize>c << 5));
      turn(im + ((<usize>row * m + c) << 2), m, strip + (<usize>c << 5) + 16);
    }
    unturnRows(transform(strip, other, m, twiddles), im, re, row, m, nodes);
  }
  meet(threads);

  const scale = <f32>(1 / area), perNode = <f32>NODES / grid.size;
  for (let first = take(1, 256); first < n; first = take(1, 256)) {
    for (let i = <usize>first; i < <usize>min(first + 256, n); i++) {
      const p = positions + (i << 3);
      const u = (load<f32>(p) - grid.x) * perNode, v = (load<f32>(p, 4) - grid.y) * perNode;
      const column = <i32>u, row = <i32>v;
      const across = weights(u - <f32>column), down = weights(v - <f32>row);
      let at = (<usize>(row - 1) * m + column - 1) << 2;
      let fx = f32x4.mul(v128.load(re + at), f32x4.splat(f32x4.extract_lane(down, 0)));
      let fy = f32x4.mul(v128.load(im + at), f32x4.splat(f32x4.extract_lane(down, 0)));
      at += <usize>m << 2;
      fx = f32x4.add(fx, f32x4.mul(v128.load(re + at), f32x4.splat(f32x4.extract_lane(down, 1))));
      fy = f32x4.add(fy, f32x4.mul(v128.load(im + at), f32x4.splat(f32x4.extract_lane(down, 1))));
      at += <usize>m << 2;
      fx = f32x4.add(fx, f32x4.mul(v128.load(re + at), f32x4.splat(f32x4.extract_lane(down, 2))));
      fy = f32x4.add(fy, f32x4.mul(v128.load(im + at), f32x4.splat(f32x4.extract_lane(down, 2))));
      at += <usize>m << 2;
      fx = f32x4.add(fx, f32x4.mul(v128.load(re + at), f32x4.splat(f32x4.extract_lane(down, 3))));
      fy = f32x4.add(fy, f32x4.mul(v128.load(im + at), f32x4.splat(f32x4.extract_lane(down, 3))));
      const gx = total(f32x4.mul(fx, across)), gy = total(f32x4.mul(fy, across));
      store<f32>(forces + (i << 3), gx * scale);
      store<f32>(forces + (i << 3), gy * scale, 4);
    }
  }
}

/** Transforms the kernels, sampled periodically on m × m nodes a `spacing` apart. */
function makeSpectra(thread: i32, threads: i32, m: i32, spacing: f32, freedom: f32, space: usize): void {
  const strip = stripOf(space, thread), other = strip + (MOST_NODES * 2 * 32), twiddles = twiddlesOf(space);
  const re = spectrumOf(space, 1), im = spectrumOf(space, 2), w = spectrumOf(space, 0);
  if (thread == 0) fillTwiddles(m, twiddles);
  for (let kernel = 0; kernel < 2; kernel++) {
    meet(threads);
    for (let row = thread * 4; row < m; row += threads * 4) {
      for (let c = 0; c < m; c++) {
        for (let lane = 0; lane < 4; lane++) {
          const x = spacing * <f32>(c < m / 2 ? c : c - m), y = spacing * <f32>(row + lane < m / 2 ? row + lane : row + lane - m);
          const b = <f32>1 / (1 + (x * x + y * y) / freedom);
          const value = freedom == 1 ? b : Mathf.pow(b, freedom);
          const to = strip + (<usize>c << 5) + (<usize>lane << 2);
          // Half a period away, left and right coincide: an odd kernel is 0 there.
          store<f32>(to, kernel == 0 ? value : c == m / 2 ? 0 : value * b * x);
          store<f32>(to, kernel == 0 || row + lane == m / 2 ? 0 : value * b * y, 16);
        }
      }
      unturnRows(transform(strip, other, m, twiddles), re, im, row, m, m);
    }
    meet(threads);
    for (let column = <usize>thread * 4; column < <usize>m; column += <usize>threads * 4) {
      for (let r: usize = 0; r < <usize>m; r++) {
        const at = (r * m + column) << 2;
        v128.store(strip + (r << 5), v128.load(re + at));
        v128.store(strip + (r << 5), v128.load(im + at), 16);
      }
      const spectrum = transform(strip, other, m, twiddles);
      for (let r: usize = 0; r < <usize>m; r++) {
        const at = (r * m + column) << 2;
        // The first kernel is even: its spectrum is real.
        v128.store((kernel == 0 ? w : re) + at, v128.load(spectrum + (r << 5)));
        if (kernel == 1) v128.store(im + at, v128.load(spectrum + (r << 5), 16));
      }
    }
  }
}

/** Four numbers of four rows, as four vectors of a strip. */
@inline
function turn(from: usize, rowLength: i32, to: usize): void {
  const bytes = <usize>rowLength << 2;
  const a = v128.load(from), b = v128.load(from + bytes), c = v128.load(from + 2 * bytes), d = v128.load(from + 3 * bytes);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 96);
}

/** The first `columns` vectors of a strip, back as four rows of two planes. */
function unturnRows(strip: usize, re: usize, im: usize, row: i32, m: i32, columns: i32): void {
  const bytes = <usize>m << 2;
  for (let c = 0; c < columns; c += 4) {
    const from = strip + (<usize>c << 5), at = (<usize>row * m + c) << 2;
    for (let part: usize = 0; part < 2; part++) {
      const to = (part == 0 ? re : im) + at, p = from + (part << 4);
      const a = v128.load(p), b = v128.load(p, 32), d = v128.load(p, 64), e = v128.load(p, 96);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), de = v128.shuffle<f32>(d, e, 0, 4, 1, 5);
      const fg = v128.shuffle<f32>(a, b, 2, 6, 3, 7), hi = v128.shuffle<f32>(d, e, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(ab, de, 0, 1, 4, 5));
      v128.store(to + bytes, v128.shuffle<f32>(ab, de, 2, 3, 6, 7));
      v128.store(to + 2 * bytes, v128.shuffle<f32>(fg, hi, 0, 1, 4, 5));
      v128.store(to + 3 * bytes, v128.shuffle<f32>(fg, hi, 2, 3, 6, 7));
    }
  }
}
