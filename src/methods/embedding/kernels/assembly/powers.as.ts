/** Powers of four numbers at once, for kernels whose degrees of freedom differ from one. */

/** base^exponent for bases in (0, 1], to a relative 2e-6: log2 and exp2 by polynomials on the reduced range. */
@inline
export function power(base: v128, exponent: f32): v128 {
  // base = 2^e m with m in [√½, √2).
  const bits = i32x4.sub(base, i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  // log2 m = (2 / ln 2) artanh(s), s = (m − 1) / (m + 1), |s| < 0.172: odd terms up to s⁷ leave 1e-8.
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const s2 = f32x4.mul(s, s);
  let series = f32x4.splat(0.41219858311113244);
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(0.5770780163555853));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(0.9617966939259756));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(2.8853900817779268));
  const logarithm = f32x4.add(e, f32x4.mul(s, series));
  // 2^t = 2^n 2^f with |f| ≤ ½: Taylor's terms up to f⁶ leave 2e-8.
  const t = f32x4.max(f32x4.mul(logarithm, f32x4.splat(exponent)), f32x4.splat(-126));
  const whole = f32x4.nearest(t);
  const f = f32x4.sub(t, whole);
  let exp = f32x4.splat(0.00015403530393381606);
  exp = f32x4.add(f32x4.mul(exp, f), f32x4.splat(0.0013333558146428443));
  exp = f32x4.add(f32x4.mul(exp, f), f32x4.splat(0.009618129107628477));
  exp = f32x4.add(f32x4.mul(exp, f), f32x4.splat(0.05550410866482158));
  exp = f32x4.add(f32x4.mul(exp, f), f32x4.splat(0.24022650695910072));
  exp = f32x4.add(f32x4.mul(exp, f), f32x4.splat(0.6931471805599453));
  exp = f32x4.add(f32x4.mul(exp, f), one);
  return i32x4.add(exp, i32x4.shl(i32x4.trunc_sat_f32x4_s(whole), 23));
}
