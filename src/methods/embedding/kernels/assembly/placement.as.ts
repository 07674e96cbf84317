/**
 * New points in a fixed map, each independent: its neighbours in the map attract it and all points of the map repel it,
 * by the gradient of its own divergence, Σ p b (y − y_j) − Σ w b (y − y_j) / Σ w (Poličar, Stražar, Zupan 2019). Four
 * points at a time.
 */
import { at } from './exact.as';
import { moved } from './movement.as';
import { take } from './threads.as';
import { fx, fy, fz, plant, walk, ws } from './tree.as';

/** As placement.ts writes it: arrays by their addresses, points as in map.as.ts. */
@unmanaged
class Placement {
  n: i32;
  dimensions: i32;
  /** Neighbours of each point. */
  k: i32;
  /** Points of the map, their places, and the tree over them. */
  count: i32;
  places: usize;
  space: usize;
  /** [n, k]: points of the map, and p. */
  neighbours: usize;
  weights: usize;
  positions: usize;
  updates: usize;
  gains: usize;
  /** Of each point, from the last step. */
  gradients: usize;
  /** Of each point: Σ w before the last step. */
  sums: usize;
  freedom: f32;
  openness: f32;
  /** Gradients are clipped to this length. */
  longest: f32;
  exaggeration: f32;
  rate: f32;
  momentum: f32;
}

/** Builds the tree of the map; runs on one thread. */
export function prepare(thread: i32, _threads: i32, block: usize): void {
  const map = changetype<Placement>(block);
  if (thread == 0) plant(map.count, map.dimensions < 3 ? 2 : 4, map.places, map.space);
}

/** One step of all new points. */
export function place(_thread: i32, _threads: i32, block: usize): void {
  const map = changetype<Placement>(block);
  if (map.dimensions < 3) placeOf<u64>(map);
  else placeOf<v128>(map);
}

/** T has the size of a point. */
function placeOf<T>(map: Placement): void {
  const n = map.n, stride = sizeof<T>();
  for (let first = take(0, 4); first < n; first = take(0, 4)) {
    const p0 = map.positions + <usize>first * stride;
    const p1 = map.positions + <usize>min(first + 1, n - 1) * stride;
    const p2 = map.positions + <usize>min(first + 2, n - 1) * stride;
    const p3 = map.positions + <usize>min(first + 3, n - 1) * stride;
    const x = f32x4(load<f32>(p0), load<f32>(p1), load<f32>(p2), load<f32>(p3));
    const y = f32x4(load<f32>(p0, 4), load<f32>(p1, 4), load<f32>(p2, 4), load<f32>(p3, 4));
    let z = x;
    if (sizeof<T>() == 16) z = f32x4(load<f32>(p0, 8), load<f32>(p1, 8), load<f32>(p2, 8), load<f32>(p3, 8));
    walk<T>(map.space, map.count, x, y, z, map.freedom, map.openness);
    for (let lane = 0; lane < min(4, n - first); lane++) {
      const i = <usize>(first + lane), gradient = map.gradients + i * stride;
      const scale: f32 = at(ws, lane) > 0 ? -1 / at(ws, lane) : 0;
      store<f32>(map.sums + (i << 2), at(ws, lane));
      store<f32>(gradient, at(fx, lane) * scale);
      store<f32>(gradient, at(fy, lane) * scale, 4);
      if (sizeof<T>() == 16) store<f32>(gradient, at(fz, lane) * scale, 8);
      pull<T>(map, i, gradient);
      descend<T>(map, i, gradient);
    }
  }
}

/** Adds the attraction of a point's neighbours, exaggerated. */
function pull<T>(map: Placement, i: usize, gradient: usize): void {
  const here = map.positions + i * sizeof<T>(), slope: f32 = 1 / map.freedom;
  const end = ((i + 1) * map.k) << 2;
  for (let e = (i * map.k) << 2; e < end; e += 4) {
    const there = map.places + <usize>load<i32>(map.neighbours + e) * sizeof<T>();
    let d2: f32 = 0;
    for (let a: usize = 0; a < sizeof<T>(); a += 4) {
      const difference = load<f32>(here + a) - load<f32>(there + a);
      d2 += difference * difference;
    }
    const factor = (map.exaggeration * load<f32>(map.weights + e)) / (1 + d2 * slope);
    for (let a: usize = 0; a < sizeof<T>(); a += 4) {
      store<f32>(gradient + a, load<f32>(gradient + a) + factor * (load<f32>(here + a) - load<f32>(there + a)));
    }
  }
}

function descend<T>(map: Placement, i: usize, gradient: usize): void {
  let length: f32 = 0;
  for (let a: usize = 0; a < sizeof<T>(); a += 4) length += load<f32>(gradient + a) * load<f32>(gradient + a);
  const cut: f32 = length > map.longest * map.longest ? map.longest / sqrt(length) : 1;
  for (let a: usize = 0; a < sizeof<T>(); a += 4) {
    const to = i * sizeof<T>() + a;
    const update = moved(map.updates + to, map.gains + to, load<f32>(gradient + a) * cut, map.momentum, map.rate);
    store<f32>(map.positions + to, load<f32>(map.positions + to) + update);
  }
}
