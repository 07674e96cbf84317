/** Source as tokens within their brackets: the bracket around a token, and the call of a bracket. */
import { tokenize, type Language, type Token } from './tokens';

/** No bracket; the tokens outside all of them. */
export const none = -1;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Words that begin a statement, never inside a bracket: at the start of a line, they show that earlier brackets were
 * left open.
 */
const statements = new Set(['def', 'class', 'return', 'import', 'while', 'with', 'raise', 'pass', 'try', 'del']);

export interface Callee {
  names: readonly string[];
  /** Index of its first token. */
  first: number;
}

export class Source {
  /** Without comments. */
  readonly tokens: readonly Token[];
  /** For each token the index of the opening bracket around it; brackets are outside themselves. */
  readonly parents: Int32Array;
  /** For each opening bracket the index of its end; for an unclosed one, the number of tokens. */
  readonly closes: ReadonlyMap<number, number>;
  /** For each closing bracket the index of its opening one. */
  readonly opens: ReadonlyMap<number, number>;
  /** Used again for every nested call, and for every part of a sequence. */
  readonly #callees = new Map<number, Callee | undefined>();
  readonly #parts = new Map<number, [from: number, to: number][]>();
  #calls: Int32Array | undefined;

  constructor(
    text: string,
    readonly language: Language,
  ) {
    this.tokens = tokenize(text, language).filter(({ kind }) => kind !== 'comment');
    this.parents = new Int32Array(this.tokens.length);
    this.closes = this.#match();
    // If one bracket ends several, the outermost is the last.
    this.opens = new Map([...this.closes].map(([open, close]) => [close, open]));
  }

  /** Index of the token at an offset; none between tokens and in comments. */
  tokenAt(offset: number): number {
    let [low, high] = [0, this.tokens.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { start, end } = this.tokens[middle]!;
      if (offset < start) high = middle - 1;
      else if (offset >= end) low = middle + 1;
      else return middle;
    }
    return none;
  }

  is(index: number, text: string): boolean {
    const token = this.tokens[index];
    return token?.kind === 'mark' && token.text === text;
  }

  isName(index: number): boolean {
    return this.tokens[index]?.kind === 'name';
  }

  /**
   * "nn.Linear" before the parenthesis at `open`, with the index of its first token; undefined if it is not a plain
   * call.
   */
  calleeOf(open: number): Callee | undefined {
    if (!this.#callees.has(open)) this.#callees.set(open, this.#readCallee(open));
    return this.#callees.get(open);
  }

  #readCallee(open: number): Callee | undefined {
    if (!this.is(open, '(') || !this.isName(open - 1)) return undefined;
    let first = open - 1;
    while (this.is(first - 1, '.') && this.isName(first - 2)) first -= 2;
    const before = this.tokens[first - 1];
    if (before?.kind === 'mark' && (before.text === '.' || before.text === '?.')) return undefined;
    if (before?.kind === 'name' && ['def', 'class', 'function', 'new'].includes(before.text)) return undefined;
    const names: string[] = [];
    for (let i = first; i < open; i += 2) names.push(this.tokens[i]!.text);
    return { names, first };
  }

  /** The ranges [from, to) between the commas of a bracket; a trailing comma adds none. */
  partsOf(open: number): readonly [from: number, to: number][] {
    let parts = this.#parts.get(open);
    if (!parts) this.#parts.set(open, (parts = this.#readParts(open)));
    return parts;
  }

  #readParts(open: number): [from: number, to: number][] {
    const end = this.closes.get(open) ?? open + 1;
    const commas = this.within(open + 1, end).filter((index) => this.is(index, ','));
    const bounds = [open, ...commas, end];
    return bounds
      .slice(1)
      .map((to, i): [number, number] => [bounds[i]! + 1, to])
      .filter(([from, to]) => from < to);
  }

  /** Index of the part that a token is in; -1 for none. */
  placeIn(open: number, token: number): number {
    const parts = this.partsOf(open);
    let [low, high] = [0, parts.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = parts[middle]!;
      if (token < from) high = middle - 1;
      else if (token >= to) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  /**
   * The bracket of the call in whose arguments a token stands, through any lists, pairs and braces; undefined if there
   * is none.
   */
  callAround(token: number): number {
    this.#calls ??= this.#findCalls();
    const open = this.parents[token]!;
    return open === none ? none : this.#calls[open]!;
  }

  /** For each opening bracket itself, if it is a call's, or else the one around it. */
  #findCalls(): Int32Array {
    const calls = new Int32Array(this.tokens.length).fill(none);
    for (let open = 0; open < calls.length; open++) {
      if (!this.closes.has(open)) continue;
      const around = this.parents[open]!;
      // The call of a result, `f(x)(…)`, has no name.
      const isResults = this.is(open, '(') && (this.is(open - 1, ')') || this.is(open - 1, ']'));
      if (this.calleeOf(open)) calls[open] = open;
      else if (!isResults && around !== none) calls[open] = calls[around]!;
    }
    return calls;
  }

  /** The tokens of [from, to) outside inner brackets. */
  within(from: number, to: number): number[] {
    const tokens: number[] = [];
    for (let i = from; i < to; i++) {
      tokens.push(i);
      const close = this.closes.get(i);
      // Skips to the end of the inner bracket.
      if (close !== undefined) i = close - 1;
    }
    return tokens;
  }

  #match(): Map<number, number> {
    const closes = new Map<number, number>();
    const open: number[] = [];
    /** Number of open brackets of each kind, by their closing mark. */
    const counts: Record<string, number> = { ')': 0, ']': 0, '}': 0 };
    const close = (index: number): string => {
      const bracket = open.pop()!;
      const mark = closing[this.tokens[bracket]!.text]!;
      counts[mark]!--;
      closes.set(bracket, index);
      return mark;
    };
    this.tokens.forEach(({ kind, text, startsLine }, index) => {
      if (this.language === 'python' && startsLine && kind === 'name' && statements.has(text))
        while (open.length > 0) close(index);
      // Closes later brackets of another kind too; ignores a closing one without an opening.
      if (kind === 'mark' && counts[text]) while (close(index) !== text);
      this.parents[index] = open.at(-1) ?? none;
      const mark = kind === 'mark' ? closing[text] : undefined;
      if (mark === undefined) return;
      counts[mark]!++;
      open.push(index);
    });
    while (open.length > 0) close(this.tokens.length);
    return closes;
  }
}
