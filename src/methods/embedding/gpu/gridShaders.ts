/**
 * Repulsion by a grid in WGSL (Linderman et al. 2019), as in `kernels/assembly/grid.as.ts`: points are spread to nodes,
 * convolved with the kernel by Fourier transforms, and forces are read back at the points with the same cubic weights.
 * Of the two components of w b (y_i − y_j), one is the real and one the imaginary part of a single convolution; Z
 * follows from the spectrum (Parseval). The grid has LENGTH / 2 nodes on an axis, the other half of a period is empty.
 *
 * One transform gives the spectra of w and of w b x: that of w + i w b x is real, and the two are its even and odd
 * parts in x; that of w b y is the latter with the axes exchanged.
 */
import { fourierSource, STAGE_WORKGROUP } from './fourierShaders';

/** Threads of a workgroup with one thread per point. */
export const WORKGROUP = 64;

/** Rows of a column that one thread of `convolve` handles. */
export const STRIP = 32;

/** Charges are integers, so that their sums do not depend on the order: 2^chargeBits for each point. */
export function chargeBits(count: number): number {
  // No weight exceeds 1, and rounding adds at most a half: count × (2^bits + ½) stays below 2^31.
  return 30 - Math.ceil(Math.log2(count));
}

/** The planes that hold the kernels' transform, the charges before and after theirs, and the forces. */
export interface Planes {
  sampled: number;
  transformed: number;
  result: number;
}

/**
 * A module for points and a period of LENGTH nodes; `planes` names the plane that holds each transform's result (0 or
 * 1; they begin in 0).
 */
export function gridSource(count: number, freedom: number, length: number, planes: Planes): string {
  return /* wgsl */ `
const COUNT = ${count}u;
const FREEDOM = f32(${freedom});
const LENGTH = ${length}u;
const NODES = LENGTH / 2u;
const CHARGE = f32(${2 ** chargeBits(count)});
const STRIP = ${STRIP}u;
const POWERS = LENGTH * LENGTH / STRIP;
const AREA = LENGTH * LENGTH;

struct Grid {
  /** Of node (0, 0), and the distance of two nodes. */
  corner: vec2f,
  spacing: f32,
  /** Of which the spectrum is. */
  sampled: f32,
  /** The length of the map's box along its longer axis. */
  range: f32,
}
@group(0) @binding(1) var<storage, read> positions: array<vec4f>;
/** Of each point: the push of all others, and its part of Z. */
@group(0) @binding(2) var<storage, read_write> repulsion: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> grid: Grid;
/** [NODES, NODES], empty but between \`spread\` and \`fill\`. */
@group(0) @binding(4) var<storage, read_write> charges: array<atomic<i32>>;
/** [2, LENGTH, LENGTH]: from one to the other a transform goes; at last in the first NODES rows and columns forces as (y, x). */
@group(0) @binding(5) var<storage, read_write> planes: array<vec2f>;
/** [LENGTH, LENGTH]: of w + i w b x. */
@group(0) @binding(6) var<storage, read_write> spectrum: array<f32>;
/** Of each strip of a column: its part of Σ w + COUNT, times AREA. */
@group(0) @binding(7) var<storage, read_write> powers: array<f32>;
@group(0) @binding(8) var<storage, read> twiddles: array<vec2f>;
${fourierSource}

var<workgroup> low: array<vec2f, 256>;
var<workgroup> high: array<vec2f, 256>;

/** Lays the grid over the points, with the spacing it had while they fill seven tenths of it: that spares a new spectrum. */
@compute @workgroup_size(256)
fn lay(@builtin(local_invocation_index) lane: u32) {
  low[lane] = positions[0].xy;
  high[lane] = positions[0].xy;
  for (var i = lane; i < COUNT; i += 256u) {
    low[lane] = min(low[lane], positions[i].xy);
    high[lane] = max(high[lane], positions[i].xy);
  }
  workgroupBarrier();
  for (var half = 128u; half > 0u; half /= 2u) {
    if (lane < half) {
      low[lane] = min(low[lane], low[lane + half]);
      high[lane] = max(high[lane], high[lane + half]);
    }
    workgroupBarrier();
  }
  if (lane > 0u) { return; }
  let sizes = high[0] - low[0];
  let range = max(max(sizes.x, sizes.y), 1e-20);
  // A point needs a node before it and two behind; one is for rounding.
  let whole = f32(NODES) - 4.0;
  if (range > grid.spacing * whole || range < 0.7 * grid.spacing * whole) { grid.spacing = 1.08 * range / whole; }
  grid.corner = (low[0] + high[0] - grid.spacing * (f32(NODES) - 1.0)) / 2.0;
  grid.range = range;
}

fn isSampled() -> bool { return grid.sampled == grid.spacing; }

/** The node before a point, and how far it is from there, in nodes. */
struct Place { node: vec2u, fraction: vec2f }

fn placeOf(i: u32) -> Place {
  let at = (positions[i].xy - grid.corner) / grid.spacing;
  let node = clamp(floor(at), vec2f(1.0), vec2f(f32(NODES) - 3.0));
  return Place(vec2u(node), at - node);
}

/** Lagrange's polynomials for nodes at −1, 0, 1 and 2. */
fn weights(t: f32) -> vec4f {
  let a = t + 1.0;
  let b = t - 1.0;
  let c = t - 2.0;
  return vec4f(t * b * c, a * b * c, a * t * c, a * t * b) * vec4f(-1.0 / 6.0, 0.5, -0.5, 1.0 / 6.0);
}

@compute @workgroup_size(${WORKGROUP})
fn spread(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COUNT) { return; }
  let place = placeOf(id.x);
  let across = weights(place.fraction.x);
  let down = weights(place.fraction.y) * CHARGE;
  for (var r = 0u; r < 4u; r++) {
    let start = (place.node.y + r - 1u) * NODES + place.node.x - 1u;
    for (var c = 0u; c < 4u; c++) { atomicAdd(&charges[start + c], i32(round(down[r] * across[c]))); }
  }
}

/** The kernels at all nodes of a period. */
@compute @workgroup_size(${STAGE_WORKGROUP})
fn sample(@builtin(global_invocation_id) id: vec3u) {
  if (isSampled()) { return; }
  let x = signed(id.x) * grid.spacing;
  let y = signed(id.y) * grid.spacing;
  let b = 1.0 / (1.0 + (x * x + y * y) / FREEDOM);
  let w = select(pow(b, FREEDOM), b, FREEDOM == 1.0);
  // Half a period away, left and right are the same: an odd kernel is 0 there.
  planes[id.y * LENGTH + id.x] = vec2f(w, select(w * b * x, 0.0, id.x == NODES));
}

fn signed(place: u32) -> f32 { return f32(place) - select(0.0, f32(LENGTH), place >= NODES); }

@compute @workgroup_size(${STAGE_WORKGROUP})
fn keep(@builtin(global_invocation_id) id: vec3u) {
  if (isSampled()) { return; }
  let at = id.y * LENGTH + id.x;
  spectrum[at] = planes[${planes.sampled}u * AREA + at].x;
}

/** Takes the charges to the first NODES rows and columns of the first plane. */
@compute @workgroup_size(${STAGE_WORKGROUP})
fn fill(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u && id.y == 0u) { grid.sampled = grid.spacing; }
  planes[id.y * LENGTH + id.x] = vec2f(f32(atomicExchange(&charges[id.y * NODES + id.x], 0)) / CHARGE, 0.0);
}

fn opposite(frequency: u32) -> u32 { return (LENGTH - frequency) % LENGTH; }

@compute @workgroup_size(${STAGE_WORKGROUP})
fn convolve(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  var power = 0.0;
  for (var row = id.y * STRIP; row < (id.y + 1u) * STRIP; row++) {
    let at = ${planes.transformed}u * AREA + row * LENGTH + column;
    let charge = planes[at];
    let here = spectrum[row * LENGTH + column];
    let mirrored = spectrum[row * LENGTH + opposite(column)];
    power += 0.5 * (here + mirrored) * dot(charge, charge);
    // Of w b x and w b y, without their factor i.
    let x = 0.5 * (mirrored - here);
    let y = 0.5 * (spectrum[column * LENGTH + opposite(row)] - spectrum[column * LENGTH + row]);
    // (x + i y) i × charge, real and imaginary part exchanged: the transform back is then the same as there.
    planes[at] = vec2f(x * charge.x - y * charge.y, -x * charge.y - y * charge.x);
  }
  powers[id.y * LENGTH + column] = power;
}

@compute @workgroup_size(${WORKGROUP})
fn gather(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COUNT) { return; }
  let place = placeOf(id.x);
  let across = weights(place.fraction.x);
  let down = weights(place.fraction.y);
  var force = vec2f(0.0);
  for (var r = 0u; r < 4u; r++) {
    let start = ${planes.result}u * AREA + (place.node.y + r - 1u) * LENGTH + place.node.x - 1u;
    for (var c = 0u; c < 4u; c++) { force += down[r] * across[c] * planes[start + c].yx; }
  }
  // Z is dealt out among the points, to be added up as sums over pairs are; each met itself once, with w = 1.
  var power = 0.0;
  for (var strip = id.x; strip < POWERS; strip += COUNT) { power += powers[strip]; }
  let scale = 1.0 / f32(AREA);
  repulsion[id.x] = vec4f(force * scale, 0.0, power * scale - 1.0);
}
`;
}
