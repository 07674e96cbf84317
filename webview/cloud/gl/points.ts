/**
 * Draws points on the graphics card: one draw call for all points of one state (dimmed, receding, plain, selected),
 * whatever their colours. Positions and looks are buffers written in place as a map settles; the card itself moves
 * points between two frames. It keeps nothing in memory besides the buffers: after a lost context the stage makes a new
 * one and passes everything again.
 */
import { fragmentShader, vertexShader } from './shaders';

/**
 * Meaning of the second byte of a point's look: dimmed points are filtered out, receding ones are not selected while
 * others are.
 */
export const Flag = { plain: 0, dimmed: 1, chosen: 2, hidden: 3, receding: 4 } as const;

export interface Settings {
  /** Column by column. */
  matrix: Float32Array;
  /** Device pixels, not CSS pixels. */
  size: number;
  opacity: number;
  /** 0 shows the previous positions, 1 the current ones. */
  time: number;
  /** 0 to 1 each: around selected points. */
  ring: readonly [number, number, number];
  /** Draws every n-th point, at most {@link mostStep}. */
  step: number;
}

/** A step over points of three numbers must stay within WebGL's limit of 255 bytes. */
export const mostStep = 19;

/** Drawn bottom up, so that nothing is hidden: dimmed points first, selected ones last. */
export const passes: readonly number[] = [Flag.dimmed, Flag.receding, Flag.plain, Flag.chosen];

/** Shares of the opacity of plain points. */
const shares: Partial<Record<number, number>> = { [Flag.dimmed]: 0.12, [Flag.receding]: 0.3 };

export class PointRenderer {
  readonly #program: WebGLProgram;
  readonly #uniforms: Record<string, WebGLUniformLocation | null>;
  readonly #positions: [WebGLBuffer, WebGLBuffer];
  readonly #looks: WebGLBuffer;
  readonly #palette: WebGLTexture;
  #count = 0;
  #dimensions = 2;
  /** How many points each flag has. */
  #having = [0, 0, 0, 0, 0];

  /** Throws Error if the card refuses a shader, which no card with WebGL 2 should. */
  constructor(private readonly gl: WebGL2RenderingContext) {
    this.#program = link(gl);
    const names = ['matrix', 'size', 'opacity', 'time', 'pass', 'ring', 'deep', 'palette'];
    this.#uniforms = Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(this.#program, name)]));
    this.#positions = [gl.createBuffer(), gl.createBuffer()];
    this.#looks = gl.createBuffer();
    this.#palette = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.#palette);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /**
   * [N × dimensions]: where the points go. They come from `from`, else from their last target, unless the points
   * changed.
   */
  setPositions(points: Float32Array, dimensions: number, from?: Float32Array): void {
    const { gl } = this;
    const count = points.length / dimensions;
    const isSame = count === this.#count && dimensions === this.#dimensions;
    this.#positions.reverse();
    for (const [i, buffer] of this.#positions.entries()) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      if (!isSame) gl.bufferData(gl.ARRAY_BUFFER, points, gl.DYNAMIC_DRAW);
      else if (i === 1) gl.bufferSubData(gl.ARRAY_BUFFER, 0, points);
      else if (from) gl.bufferSubData(gl.ARRAY_BUFFER, 0, from);
    }
    this.#count = count;
    this.#dimensions = dimensions;
  }

  /** [N × 2]: index into the palette, and a {@link Flag}. */
  setLooks(looks: Uint8Array): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#looks);
    gl.bufferData(gl.ARRAY_BUFFER, looks, gl.DYNAMIC_DRAW);
    this.#having = [0, 0, 0, 0, 0];
    for (let i = 1; i < looks.length; i += 2) this.#having[looks[i]!]!++;
  }

  /** [256 × 4] RGBA. */
  setPalette(colours: Uint8Array): void {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, this.#palette);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
  }

  draw({ matrix, size, opacity, time, ring, step }: Settings): void {
    const { gl } = this;
    const uniforms = this.#uniforms;
    const deep = this.#dimensions === 3;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    if (deep) gl.enable(gl.DEPTH_TEST);
    else gl.disable(gl.DEPTH_TEST);
    if (this.#count === 0) return;
    gl.useProgram(this.#program);
    this.#attribute(0, this.#positions[0], step);
    this.#attribute(1, this.#positions[1], step);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#looks);
    gl.enableVertexAttribArray(2);
    gl.vertexAttribIPointer(2, 2, gl.UNSIGNED_BYTE, 2 * step, 0);
    gl.bindTexture(gl.TEXTURE_2D, this.#palette);
    gl.uniformMatrix4fv(uniforms['matrix']!, false, matrix);
    gl.uniform1f(uniforms['time']!, time);
    gl.uniform1i(uniforms['deep']!, deep ? 1 : 0);
    gl.uniform3f(uniforms['ring']!, ...ring);
    for (const pass of passes) {
      if (this.#having[pass] === 0) continue;
      gl.uniform1ui(uniforms['pass']!, pass);
      gl.uniform1f(uniforms['size']!, pass === Flag.chosen ? size + 3 : size);
      gl.uniform1f(uniforms['opacity']!, opacityOf(pass, opacity));
      gl.drawArrays(gl.POINTS, 0, Math.ceil(this.#count / step));
    }
  }

  dispose(): void {
    const { gl } = this;
    for (const buffer of [...this.#positions, this.#looks]) gl.deleteBuffer(buffer);
    gl.deleteTexture(this.#palette);
    gl.deleteProgram(this.#program);
  }

  #attribute(place: number, buffer: WebGLBuffer, step: number): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, this.#dimensions, gl.FLOAT, false, 4 * this.#dimensions * step, 0);
  }
}

/** How opaque points with this flag are if plain ones have `opacity`. */
export function opacityOf(flag: number, opacity: number): number {
  return flag === Flag.chosen ? 1 : opacity * (shares[flag] ?? 1);
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`The graphics card refused the drawing of points: ${gl.getProgramInfoLog(program) ?? ''}`);
  return program;
}
