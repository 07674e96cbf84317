/**
 * One pass of UMAP's descent by sampled edges (McInnes et al. 2018, algorithm 5). Points move one after the other, each
 * step seeing the ones before it, so that the map depends only on the seed: it runs on one thread.
 */

const CLIP: f32 = 4;
/** Keeps the repulsion finite for points on the same spot. */
const NEAREST: f32 = 0.001;

@unmanaged
class Descent {
  n: i32;
  width: i32;
  edges: i32;
  negatives: i32;
  positions: usize;
  heads: usize;
  tails: usize;
  /** Epochs between two samples of an edge, and the epoch of the next. */
  periods: usize;
  next: usize;
  /** State of the random numbers: not 0. */
  state: u32;
  a: f32;
  b: f32;
  rate: f32;
  epoch: f32;
  exaggeration: f32;
}

export function descend(thread: i32, _threads: i32, block: usize): void {
  if (thread > 0) return;
  const map = changetype<Descent>(block);
  const stride = <usize>map.width << 2, a = map.a, b = map.b;
  for (let e: usize = 0; e < <usize>map.edges << 2; e += 4) {
    const due = load<f32>(map.next + e);
    if (due > map.epoch) continue;
    store<f32>(map.next + e, due + load<f32>(map.periods + e));
    const head = map.positions + <usize>load<i32>(map.heads + e) * stride;
    const tail = map.positions + <usize>load<i32>(map.tails + e) * stride;
    const d2 = squared(head, tail, stride);
    if (d2 > 0) {
      const power = Mathf.pow(d2, b);
      const pull = (<f32>-2 * a * b * power) / (d2 * (<f32>1 + a * power)) * map.exaggeration;
      for (let axis: usize = 0; axis < stride; axis += 4) {
        const move = clip(pull * (load<f32>(head + axis) - load<f32>(tail + axis))) * map.rate;
        store<f32>(head + axis, load<f32>(head + axis) + move);
        store<f32>(tail + axis, load<f32>(tail + axis) - move);
      }
    }
    for (let negative = 0; negative < map.negatives; negative++) {
      const other = map.positions + <usize>draw(map) * stride;
      if (other == head) continue;
      const far = squared(head, other, stride);
      // Coincident points do not repel each other; the noise of the start prevents them.
      if (far == 0) continue;
      const push = (<f32>2 * b) / ((NEAREST + far) * (<f32>1 + a * Mathf.pow(far, b)));
      for (let axis: usize = 0; axis < stride; axis += 4) {
        store<f32>(head + axis, load<f32>(head + axis) + clip(push * (load<f32>(head + axis) - load<f32>(other + axis))) * map.rate);
      }
    }
  }
}

function squared(one: usize, other: usize, stride: usize): f32 {
  let sum: f32 = 0;
  for (let axis: usize = 0; axis < stride; axis += 4) {
    const difference = load<f32>(one + axis) - load<f32>(other + axis);
    sum += difference * difference;
  }
  return sum;
}

@inline
function clip(value: f32): f32 {
  return min(max(value, -CLIP), CLIP);
}

/** A random point: Marsaglia's xorshift 13, 17, 5 (2003), scaled. */
function draw(map: Descent): i32 {
  let x = map.state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  map.state = x;
  return <i32>((<u64>x * map.n) >> 32);
}
