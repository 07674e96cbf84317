/**
 * Fourier transforms of four sequences at once, one in each lane (Stockham's algorithm, which needs no reordering).
 * Lengths are products of 2, 3 and 5. A sequence is a row of pairs of vectors: real parts, imaginary parts. For the
 * inverse, swap the two.
 */

/** exp(−2πi k / m), k < m, as pairs. */
export function fillTwiddles(m: i32, twiddles: usize): void {
  for (let k = 0; k < m; k++) {
    const angle = (-2 * Math.PI * k) / m;
    store<f32>(twiddles + (<usize>k << 3), <f32>Math.cos(angle));
    store<f32>(twiddles + (<usize>k << 3), <f32>Math.sin(angle), 4);
  }
}

/** Transforms `from` [m]; returns whichever of `from` and `other` holds the result. */
export function transform(from: usize, other: usize, m: i32, twiddles: usize): usize {
  let n = m, s = 1;
  while (n > 1) {
    if (n % 4 == 0) pass4(from, other, n, s, twiddles);
    else if (n % 2 == 0) pass2(from, other, n, s, twiddles);
    else if (n % 3 == 0) pass3(from, other, n, s, twiddles);
    else pass5(from, other, n, s, twiddles);
    const radix = n % 4 == 0 ? 4 : n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : 5;
    n /= radix;
    s *= radix;
    const kept = from;
    from = other;
    other = kept;
  }
  return from;
}

/** Stores (re, im) times the twiddle at `w`. */
@inline
function put(to: usize, re: v128, im: v128, w: usize): void {
  const c = v128.load_splat<f32>(w), s = v128.load_splat<f32>(w, 4);
  v128.store(to, f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, s)));
  v128.store(to, f32x4.add(f32x4.mul(re, s), f32x4.mul(im, c)), 16);
}

function pass2(x: usize, y: usize, n: i32, s: i32, twiddles: usize): void {
  const part = (<usize>(n / 2) * s) << 5, step = <usize>s << 5;
  for (let p = 0; p < n / 2; p++) {
    const w = twiddles + ((<usize>p * s) << 3);
    let from = x + <usize>p * step, to = y + <usize>(2 * p) * step;
    for (let q = 0; q < s; q++, from += 32, to += 32) {
      const ar = v128.load(from), ai = v128.load(from, 16), br = v128.load(from + part), bi = v128.load(from + part, 16);
      v128.store(to, f32x4.add(ar, br));
      v128.store(to, f32x4.add(ai, bi), 16);
      put(to + step, f32x4.sub(ar, br), f32x4.sub(ai, bi), w);
    }
  }
}

function pass3(x: usize, y: usize, n: i32, s: i32, twiddles: usize): void {
  const part = (<usize>(n / 3) * s) << 5, step = <usize>s << 5;
  const half = f32x4.splat(0.5), sine = f32x4.splat(0.8660254037844386);
  for (let p = 0; p < n / 3; p++) {
    const w = (<usize>p * s) << 3;
    let from = x + <usize>p * step, to = y + <usize>(3 * p) * step;
    for (let q = 0; q < s; q++, from += 32, to += 32) {
      const ar = v128.load(from), ai = v128.load(from, 16), br = v128.load(from + part), bi = v128.load(from + part, 16);
      const cr = v128.load(from + 2 * part), ci = v128.load(from + 2 * part, 16);
      const sr = f32x4.add(br, cr), si = f32x4.add(bi, ci);
      const dr = f32x4.mul(f32x4.sub(br, cr), sine), di = f32x4.mul(f32x4.sub(bi, ci), sine);
      const mr = f32x4.sub(ar, f32x4.mul(sr, half)), mi = f32x4.sub(ai, f32x4.mul(si, half));
      v128.store(to, f32x4.add(ar, sr));
      v128.store(to, f32x4.add(ai, si), 16);
      put(to + step, f32x4.add(mr, di), f32x4.sub(mi, dr), twiddles + w);
      put(to + 2 * step, f32x4.sub(mr, di), f32x4.add(mi, dr), twiddles + 2 * w);
    }
  }
}

function pass4(x: usize, y: usize, n: i32, s: i32, twiddles: usize): void {
  const part = (<usize>(n / 4) * s) << 5, step = <usize>s << 5;
  for (let p = 0; p < n / 4; p++) {
    const w = (<usize>p * s) << 3;
    let from = x + <usize>p * step, to = y + <usize>(4 * p) * step;
    for (let q = 0; q < s; q++, from += 32, to += 32) {
      const ar = v128.load(from), ai = v128.load(from, 16), br = v128.load(from + part), bi = v128.load(from + part, 16);
      const cr = v128.load(from + 2 * part), ci = v128.load(from + 2 * part, 16);
      const dr = v128.load(from + 3 * part), di = v128.load(from + 3 * part, 16);
      const acr = f32x4.add(ar, cr), aci = f32x4.add(ai, ci), bdr = f32x4.add(br, dr), bdi = f32x4.add(bi, di);
      const er = f32x4.sub(ar, cr), ei = f32x4.sub(ai, ci), gr = f32x4.sub(br, dr), gi = f32x4.sub(bi, di);
      v128.store(to, f32x4.add(acr, bdr));
      v128.store(to, f32x4.add(aci, bdi), 16);
      put(to + step, f32x4.add(er, gi), f32x4.sub(ei, gr), twiddles + w);
      put(to + 2 * step, f32x4.sub(acr, bdr), f32x4.sub(aci, bdi), twiddles + 2 * w);
      put(to + 3 * step, f32x4.sub(er, gi), f32x4.add(ei, gr), twiddles + 3 * w);
    }
  }
}

function pass5(x: usize, y: usize, n: i32, s: i32, twiddles: usize): void {
  const part = (<usize>(n / 5) * s) << 5, step = <usize>s << 5;
  // cos and sin of 72° and 144°.
  const c1 = f32x4.splat(0.30901699437494745), c2 = f32x4.splat(-0.8090169943749475);
  const s1 = f32x4.splat(0.9510565162951535), s2 = f32x4.splat(0.5877852522924731);
  for (let p = 0; p < n / 5; p++) {
    const w = (<usize>p * s) << 3;
    let from = x + <usize>p * step, to = y + <usize>(5 * p) * step;
    for (let q = 0; q < s; q++, from += 32, to += 32) {
      const ar = v128.load(from), ai = v128.load(from, 16);
      const br = v128.load(from + part), bi = v128.load(from + part, 16), er = v128.load(from + 4 * part), ei = v128.load(from + 4 * part, 16);
      const cr = v128.load(from + 2 * part), ci = v128.load(from + 2 * part, 16), dr = v128.load(from + 3 * part), di = v128.load(from + 3 * part, 16);
      const pr = f32x4.add(br, er), pi = f32x4.add(bi, ei), mr = f32x4.sub(br, er), mi = f32x4.sub(bi, ei);
      const ur = f32x4.add(cr, dr), ui = f32x4.add(ci, di), vr = f32x4.sub(cr, dr), vi = f32x4.sub(ci, di);
      v128.store(to, f32x4.add(ar, f32x4.add(pr, ur)));
      v128.store(to, f32x4.add(ai, f32x4.add(pi, ui)), 16);
      const kr = f32x4.add(ar, f32x4.add(f32x4.mul(pr, c1), f32x4.mul(ur, c2))), ki = f32x4.add(ai, f32x4.add(f32x4.mul(pi, c1), f32x4.mul(ui, c2)));
      const lr = f32x4.add(ar, f32x4.add(f32x4.mul(pr, c2), f32x4.mul(ur, c1))), li = f32x4.add(ai, f32x4.add(f32x4.mul(pi, c2), f32x4.mul(ui, c1)));
      const gr = f32x4.add(f32x4.mul(mr, s1), f32x4.mul(vr, s2)), gi = f32x4.add(f32x4.mul(mi, s1), f32x4.mul(vi, s2));
      const hr = f32x4.sub(f32x4.mul(mr, s2), f32x4.mul(vr, s1)), hi = f32x4.sub(f32x4.mul(mi, s2), f32x4.mul(vi, s1));
      put(to + step, f32x4.add(kr, gi), f32x4.sub(ki, gr), twiddles + w);
      put(to + 2 * step, f32x4.add(lr, hi), f32x4.sub(li, hr), twiddles + 2 * w);
      put(to + 3 * step, f32x4.sub(lr, hi), f32x4.add(li, hr), twiddles + 3 * w);
      put(to + 4 * step, f32x4.sub(kr, gi), f32x4.add(ki, gr), twiddles + 4 * w);
    }
  }
}
