/** The value of a literal piece of source: numbers, sums and products of them, booleans, strings, lists. */
import type { Source } from './source';

/** `undefined`: unknown from the source alone. `null`: None. */
export type Value = number | boolean | string | null | Value[] | undefined;

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
]);

/** Deeper nesting than people write around a number. */
const deepest = 16;

/** The value of the tokens [from, to). */
export function valueOf(source: Source, from: number, to: number): Value {
  const reader = new Reader(source, from, to);
  const value = reader.sum(0);
  // TypeScript: `5 as const`.
  return reader.isDone || source.tokens[reader.at]?.text === 'as' ? value : undefined;
}

class Reader {
  constructor(
    private readonly source: Source,
    public at: number,
    private readonly to: number,
  ) {}

  get isDone(): boolean {
    return this.at >= this.to;
  }

  sum(depth: number): Value {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '//', '%'], () => this.#power(depth)));
  }

  #chain(operators: readonly string[], operand: () => Value): Value {
    let value = operand();
    for (let operator = this.#mark(); operator && operators.includes(operator); operator = this.#mark()) {
      this.at++;
      value = combine(operator, value, operand());
    }
    return value;
  }

  #power(depth: number): Value {
    const negative = this.#mark() === '-';
    if (negative || this.#mark() === '+') this.at++;
    let value = this.#atom(depth);
    if (this.#mark() === '**') {
      this.at++;
      value = combine('**', value, this.#atom(depth));
    }
    return negative ? combine('-', 0, value) : value;
  }

  #atom(depth: number): Value {
    const token = this.isDone ? undefined : this.source.tokens[this.at];
    if (!token) return undefined;
    if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) return this.#list(token.text, depth);
    this.at++;
    if (token.kind === 'number') return number(token.text);
    if (token.kind === 'text') return token.plain ? token.text : undefined;
    return token.kind === 'name' ? words.get(token.text) : undefined;
  }

  /** A list, a tuple, or a value in parentheses. */
  #list(bracket: string, depth: number): Value {
    const open = this.at;
    const end = this.source.closes.get(open) ?? this.to;
    this.at = end + 1;
    if (depth >= deepest || end > this.to) return undefined;
    const parts = this.source.partsOf(open);
    const values = parts.map(([from, to]) => {
      const reader = new Reader(this.source, from, to);
      const value = reader.sum(depth + 1);
      return reader.isDone ? value : undefined;
    });
    const inParentheses = bracket === '(' && parts.length === 1 && !this.source.is(end - 1, ',');
    return inParentheses ? values[0] : values;
  }

  #mark(): string | undefined {
    const token = this.isDone ? undefined : this.source.tokens[this.at];
    return token?.kind === 'mark' ? token.text : undefined;
  }
}

function combine(operator: string, a: Value, b: Value): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '%':
      // Python's remainder has the divisor's sign, JavaScript's the dividend's; layers have no negative sizes.
      return a >= 0 && b > 0 ? a % b : undefined;
    default:
      return a ** b;
  }
}

function number(text: string): Value {
  const value = Number(text.replaceAll('_', '').replace(/n$/, ''));
  return Number.isNaN(value) ? undefined : value;
}
