/**
 * The k nearest rows of each row, in WGSL: squared distances of some rows to all, as sums of squared differences (so
 * that close rows lose no digits), and the k smallest of each row.
 */

/** Rows that a workgroup compares with as many others. */
export const TILE = 64;
/** Threads that search a row's smallest distances together, one distance each between two barriers. */
const LANES = 64;
/** Pairs of distance and row that share 8 KB of a workgroup's memory. */
const MOST_CAPACITY = 1024;
export const MOST_NEIGHBOURS = MOST_CAPACITY - LANES;

/** A module with the entry points `measure` (TILE × TILE pairs per workgroup) and `choose` (one row per workgroup). */
export function nearestSource(k: number): string {
  const capacity = 2 ** Math.ceil(Math.log2(k + LANES));
  return /* wgsl */ `
const TILE = ${TILE}u;
const LANES = ${LANES}u;
const CAPACITY = ${capacity}u;

struct Settings {
  /** Of all rows. */
  count: u32,
  /** Of a row. */
  quads: u32,
  k: u32,
  /** The rows whose neighbours are sought: [first, last). */
  first: u32,
  last: u32,
}
@group(0) @binding(0) var<uniform> settings: Settings;
/** [count, quads], filled up with zeros. */
@group(0) @binding(1) var<storage, read> rows: array<vec4f>;
/** [last − first, count]: squared. */
@group(0) @binding(2) var<storage, read_write> distances: array<f32>;
/** [last − first, k]: a row and, as bits, its squared distance; nearest first, equally far ones by index. */
@group(0) @binding(3) var<storage, read_write> nearest: array<vec2u>;

/** Four quads of each row of the tile, the first quads of all rows before the second. */
var<workgroup> own: array<vec4f, 4 * TILE>;
var<workgroup> others: array<vec4f, 4 * TILE>;

@compute @workgroup_size(16, 16)
fn measure(
  @builtin(workgroup_id) tile: vec3u, @builtin(local_invocation_id) at: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let firstRow = settings.first + tile.y * TILE;
  let firstOther = tile.x * TILE;
  let loaded = lane / 4u;
  let quad = lane % 4u;
  var sums: array<vec4f, 4>;
  var parts: array<vec4f, 4>;
  for (var start = 0u; start < settings.quads; start += 4u) {
    let inside = start + quad < settings.quads;
    // Rows that are not there are read as the last one, and never written.
    let row = min(firstRow + loaded, settings.count - 1u) * settings.quads + start + quad;
    let other = min(firstOther + loaded, settings.count - 1u) * settings.quads + start + quad;
    own[quad * TILE + loaded] = select(vec4f(0.0), rows[select(0u, row, inside)], inside);
    others[quad * TILE + loaded] = select(vec4f(0.0), rows[select(0u, other, inside)], inside);
    workgroupBarrier();
    // Sixteen columns at a time, so that small terms are not lost beside a large sum.
    parts = array<vec4f, 4>();
    for (var q = 0u; q < 4u; q++) {
      let a = others[q * TILE + at.x];
      let b = others[q * TILE + at.x + 16u];
      let c = others[q * TILE + at.x + 32u];
      let d = others[q * TILE + at.x + 48u];
      for (var i = 0u; i < 4u; i++) {
        let mine = own[q * TILE + at.y + i * 16u];
        parts[i] += vec4f(square(mine - a), square(mine - b), square(mine - c), square(mine - d));
      }
    }
    for (var i = 0u; i < 4u; i++) { sums[i] += parts[i]; }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    let row = firstRow + at.y + i * 16u;
    if (row >= settings.last) { continue; }
    for (var j = 0u; j < 4u; j++) {
      let other = firstOther + at.x + j * 16u;
      if (other < settings.count) { distances[(row - settings.first) * settings.count + other] = sums[i][j]; }
    }
  }
}

fn square(difference: vec4f) -> f32 { return dot(difference, difference); }

/** The best so far and, behind them, candidates that are nearer than the worst of these. */
var<workgroup> near: array<f32, CAPACITY>;
var<workgroup> found: array<u32, CAPACITY>;
var<workgroup> entered: atomic<u32>;
var<workgroup> held: u32;
const NOTHING = 0x1.fffffep+127f;

@compute @workgroup_size(LANES)
fn choose(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = settings.first + group.x;
  var limit = NOTHING;
  for (var start = 0u; start < settings.count; start += LANES) {
    let other = start + lane;
    if (other < settings.count && other != row) {
      let distance = distances[group.x * settings.count + other];
      // Others come by index, so that one as far as the worst comes too late.
      if (distance < limit) {
        let place = atomicAdd(&entered, 1u);
        near[place] = distance;
        found[place] = other;
      }
    }
    workgroupBarrier();
    if (lane == 0u) { held = atomicLoad(&entered); }
    if (workgroupUniformLoad(&held) > CAPACITY - LANES) {
      keepBest(lane);
      limit = near[settings.k - 1u];
    }
  }
  keepBest(lane);
  for (var i = lane; i < settings.k; i += LANES) {
    nearest[group.x * settings.k + i] = vec2u(found[i], bitcast<u32>(near[i]));
  }
}

/** Brings the first k of those held to the front, in order: the place of each is the number of those before it. */
fn keepBest(lane: u32) {
  var distance: array<f32, CAPACITY / LANES>;
  var other: array<u32, CAPACITY / LANES>;
  var place: array<u32, CAPACITY / LANES>;
  for (var i = 0u; i < CAPACITY / LANES; i++) {
    distance[i] = near[lane + i * LANES];
    other[i] = found[lane + i * LANES];
    place[i] = 0u;
  }
  for (var j = 0u; j < held; j++) {
    let d = near[j];
    let o = found[j];
    for (var i = 0u; i < CAPACITY / LANES; i++) {
      place[i] += u32(d < distance[i] || (d == distance[i] && o < other[i]));
    }
  }
  workgroupBarrier();
  for (var i = 0u; lane + i * LANES < held; i++) {
    if (place[i] >= settings.k) { continue; }
    near[place[i]] = distance[i];
    found[place[i]] = other[i];
  }
  workgroupBarrier();
  if (lane == 0u) {
    held = min(held, settings.k);
    atomicStore(&entered, held);
  }
  workgroupBarrier();
}
`;
}
