/**
 * The steps of t-SNE in WGSL: forces over all pairs and along the edges of the neighbourhood graph, their sums, and one
 * step of gradient descent; formulas as in `kernels/assembly`. A point is four numbers; 2-D maps leave the third 0.
 */

/** Threads of a workgroup. */
export const WORKGROUP = 64;

const layout = /* wgsl */ `
struct Settings {
  count: u32,
  freedom: f32,
  exaggeration: f32,
  rate: f32,
  momentum: f32,
  longest: f32,
  scale: f32,
  /** Points that \`push\` sees: [first, last). */
  first: u32,
  last: u32,
}
@group(0) @binding(0) var<uniform> settings: Settings;
@group(0) @binding(1) var<storage, read_write> positions: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> updates: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gains: array<vec4f>;
/** Of each point: the pull of its neighbours, and Σ p ln(1/w) to them. */
@group(0) @binding(4) var<storage, read_write> attraction: array<vec4f>;
/** Of each point: the push of all others, and Σ w to them, or another part of the sum of these. */
@group(0) @binding(5) var<storage, read_write> repulsion: array<vec4f>;
/** Where each point's edges begin. */
@group(0) @binding(6) var<storage, read> offsets: array<u32>;
/** Of each edge the neighbour and, as bits, p. */
@group(0) @binding(7) var<storage, read> edges: array<vec2u>;
/** Σ w over all pairs, Σ p ln(1/w), and of the positions Σ x, Σ y, Σ z and Σ x². */
@group(0) @binding(8) var<storage, read_write> sums: array<f32, 8>;
`;

/** For `weight`, the kernel at a squared distance: w = (1 + d²/α)^−α, and b = 1 / (1 + d²/α). */
const forces = /* wgsl */ `
const TILE = 256u;

fn weight(b: f32) -> f32 {
  if (settings.freedom == 1.0) { return b; }
  return pow(b, settings.freedom);
}

@compute @workgroup_size(${WORKGROUP})
fn push(@builtin(global_invocation_id) id: vec3u) {
  let n = settings.count;
  let i = settings.first + id.x;
  if (i >= settings.last) { return; }
  let here = positions[i].xyz;
  let slope = 1.0 / settings.freedom;
  var force = vec3f(0.0);
  var total = 0.0;
  for (var start = 0u; start < n; start += TILE) {
    // Tile by tile, so that small terms are not lost beside a large sum.
    var tileTotal = 0.0;
    for (var j = start; j < min(start + TILE, n); j++) {
      let difference = here - positions[j].xyz;
      let b = 1.0 / (1.0 + slope * dot(difference, difference));
      let w = weight(b);
      tileTotal += w;
      force += (w * b) * difference;
    }
    total += tileTotal;
  }
  // A point met itself once, with w = 1 and no force.
  repulsion[i] = vec4f(force, total - 1.0);
}

@compute @workgroup_size(${WORKGROUP})
fn pull(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= settings.count) { return; }
  let here = positions[id.x].xyz;
  let slope = 1.0 / settings.freedom;
  var force = vec3f(0.0);
  var stretch = 0.0;
  for (var e = offsets[id.x]; e < offsets[id.x + 1u]; e++) {
    let difference = here - positions[edges[e].x].xyz;
    let p = bitcast<f32>(edges[e].y);
    let d2 = slope * dot(difference, difference);
    force += (p / (1.0 + d2)) * difference;
    stretch += p * log(1.0 + d2);
  }
  attraction[id.x] = vec4f(force, stretch * settings.freedom);
}
`;

const summation = /* wgsl */ `
const LANES = 256u;
var<workgroup> partial: array<array<f32, 6>, LANES>;

@compute @workgroup_size(256)
fn addUp(@builtin(local_invocation_index) lane: u32) {
  var mine: array<f32, 6>;
  for (var i = lane; i < settings.count; i += LANES) {
    let place = positions[i];
    mine[0] += repulsion[i].w;
    mine[1] += attraction[i].w;
    mine[2] += place.x;
    mine[3] += place.y;
    mine[4] += place.z;
    mine[5] += place.x * place.x;
  }
  partial[lane] = mine;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      for (var k = 0u; k < 6u; k++) { partial[lane][k] += partial[lane + half][k]; }
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    for (var k = 0u; k < 6u; k++) { sums[k] = partial[0][k]; }
  }
}
`;

const movement = /* wgsl */ `
const SMALLEST_GAIN = 0.01;

@compute @workgroup_size(${WORKGROUP})
fn descend(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= settings.count) { return; }
  let gradient = settings.exaggeration * attraction[i].xyz - repulsion[i].xyz / sums[0];
  var update = updates[i].xyz;
  let gain = max(select(gains[i].xyz + 0.2, gains[i].xyz * 0.8, update * gradient > vec3f(0.0)), vec3f(SMALLEST_GAIN));
  update = settings.momentum * update - settings.rate * gain * gradient;
  let length = length(update);
  update *= select(1.0, settings.longest / length, length > settings.longest);
  gains[i] = vec4f(gain, 0.0);
  updates[i] = vec4f(update, 0.0);
  positions[i] = vec4f(positions[i].xyz + update, 0.0);
}

@compute @workgroup_size(${WORKGROUP})
fn enlarge(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= settings.count) { return; }
  let mean = vec3f(sums[2], sums[3], sums[4]) / f32(settings.count);
  positions[id.x] = vec4f((positions[id.x].xyz - mean) * settings.scale, 0.0);
  updates[id.x] *= settings.scale;
}
`;

/** The source of a module with all entry points: `push`, `pull`, `addUp`, `descend`, `enlarge`. */
export const stepSource = [layout, forces, summation, movement].join('\n');
