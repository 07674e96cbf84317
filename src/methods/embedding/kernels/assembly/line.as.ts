/**
 * Repulsion in a map on a line by a grid: the one-dimensional grid.as.ts. Both kernels, w (even) and w b x (odd), are
 * transformed at once, in two lanes; the first spectrum is real, the second imaginary. A step takes two transforms on
 * one thread, so nodes can be dense: a sixth apart, against a third in the plane.
 */
import { fillTwiddles, transform } from './fft.as';
import { smooth, weights } from './grid.as';
import { total } from './attraction.as';
import { take } from './threads.as';

/** As many as layout.ts allocates. */
const MOST_NODES: usize = 120000;
const LEAST_NODES: f32 = 500;
const WIDEST: f32 = 1 / 6.0;

@unmanaged
class Line {
  nodes: i32;
  /** Distance between two nodes. */
  spacing: f32;
  /** Of the first node. */
  x: f32;
  /** Of the last kernel: nodes, spacing, freedom. */
  kernelNodes: i32;
  kernelSpacing: f32;
  kernelFreedom: f32;
  z: f64;
}

/** The parts of `space`: two strips (fft.as.ts), then rows of numbers: twiddles (pairs), the spectra of w and of w b x, forces at the nodes. */
@inline
function stripOf(space: usize, which: usize): usize {
  return space + 64 + which * (MOST_NODES * 2 * 32);
}
@inline
function rowOf(space: usize, row: usize): usize {
  return stripOf(space, 2) + row * (MOST_NODES * 2 * 4);
}

/** Lays the grid over the points, spreads and convolves them; runs on one thread. Positions are pairs. */
export function convolveLine(n: i32, positions: usize, freedom: f32, space: usize): void {
  const line = changetype<Line>(space);
  choose(line, n, positions);
  const m = 2 * line.nodes, strip = stripOf(space, 0), other = stripOf(space, 1);
  const twiddles = rowOf(space, 0), even = rowOf(space, 2), odd = rowOf(space, 3), field = rowOf(space, 4);
  if (line.nodes != line.kernelNodes || line.spacing != line.kernelSpacing || freedom != line.kernelFreedom) {
    fillTwiddles(m, twiddles);
    makeSpectra(m, line.spacing, freedom, strip, other, twiddles, even, odd);
    line.kernelNodes = line.nodes;
    line.kernelSpacing = line.spacing;
    line.kernelFreedom = freedom;
  }
  memory.fill(strip, 0, <usize>m << 5);
  const perNode: f32 = 1 / line.spacing;
  for (let i: usize = 0; i < <usize>n; i++) {
    const u = (load<f32>(positions + (i << 3)) - line.x) * perNode, node = <i32>u;
    const shares = weights(u - <f32>node);
    const to = strip + (<usize>(node - 1) << 5);
    store<f32>(to, load<f32>(to) + f32x4.extract_lane(shares, 0));
    store<f32>(to, load<f32>(to, 32) + f32x4.extract_lane(shares, 1), 32);
    store<f32>(to, load<f32>(to, 64) + f32x4.extract_lane(shares, 2), 64);
    store<f32>(to, load<f32>(to, 96) + f32x4.extract_lane(shares, 3), 96);
  }
  const spectrum = transform(strip, other, m, twiddles);
  let z: f64 = 0;
  for (let k: usize = 0; k < <usize>m; k++) {
    const p = spectrum + (k << 5), re = load<f32>(p), im = load<f32>(p, 16), factor = load<f32>(odd + (k << 2));
    z += <f64>(load<f32>(even + (k << 2)) * (re * re + im * im));
    // Times i × factor, with real and imaginary parts swapped for the inverse.
    store<f32>(p, re * factor);
    store<f32>(p, -im * factor, 16);
  }
  line.z = z / m - n;
  const back = transform(spectrum, spectrum == strip ? other : strip, m, twiddles);
  const scale: f32 = <f32>1 / <f32>m;
  for (let node: usize = 0; node < <usize>line.nodes; node++) {
    store<f32>(field + (node << 2), load<f32>(back + (node << 5), 16) * scale);
  }
}

/** After a barrier: forces and, per thread, its part of Z. */
export function repelLine(thread: i32, n: i32, positions: usize, space: usize, forces: usize, sums: usize): void {
  const line = changetype<Line>(space), field = rowOf(space, 4), perNode: f32 = 1 / line.spacing;
  for (let first = take(1, 256); first < n; first = take(1, 256)) {
    for (let i = <usize>first; i < <usize>min(first + 256, n); i++) {
      const u = (load<f32>(positions + (i << 3)) - line.x) * perNode, node = <i32>u;
      store<f32>(forces + (i << 3), total(f32x4.mul(v128.load(field + (<usize>(node - 1) << 2)), weights(u - <f32>node))));
      store<f32>(forces + (i << 3), 0, 4);
    }
  }
  store<f64>(sums + (<usize>thread << 3), thread == 0 ? line.z : 0);
}

/** The same nodes as before while they fit, since new kernels cost as much as a step. */
function choose(line: Line, n: i32, positions: usize): void {
  let low = load<f32>(positions), high = low;
  for (let i: usize = 1; i < <usize>n; i++) {
    const x = load<f32>(positions + (i << 3));
    low = min(low, x);
    high = max(high, x);
  }
  const range = max(high - low, <f32>1e-20), before = <f32>line.nodes * line.spacing;
  if (range * <f32>1.02 > before || range < before * <f32>0.7 || line.nodes == 0) {
    const wanted = range * <f32>1.08;
    let nodes = <i32>min(max(Mathf.ceil(wanted / WIDEST), LEAST_NODES), <f32>MOST_NODES * <f32>0.9);
    while (!smooth(nodes)) nodes++;
    line.nodes = nodes;
    line.spacing = wanted / <f32>nodes;
  }
  line.x = (low + high - <f32>line.nodes * line.spacing) / 2;
}

/** Spectra of the kernels sampled periodically on m nodes. */
function makeSpectra(m: i32, spacing: f32, freedom: f32, strip: usize, other: usize, twiddles: usize, even: usize, odd: usize): void {
  memory.fill(strip, 0, <usize>m << 5);
  for (let node = 0; node < m; node++) {
    const x = spacing * <f32>(node < m / 2 ? node : node - m);
    const b = <f32>1 / (1 + (x * x) / freedom);
    const w = freedom == 1 ? b : Mathf.pow(b, freedom);
    const to = strip + (<usize>node << 5);
    store<f32>(to, w);
    // Half a period away, left and right coincide: an odd kernel is 0 there.
    store<f32>(to, node == m / 2 ? 0 : w * b * x, 4);
  }
  const spectrum = transform(strip, other, m, twiddles);
  for (let k: usize = 0; k < <usize>m; k++) {
    store<f32>(even + (k << 2), load<f32>(spectrum + (k << 5)));
    store<f32>(odd + (k << 2), load<f32>(spectrum + (k << 5), 20));
  }
}
