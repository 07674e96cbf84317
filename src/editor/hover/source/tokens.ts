/**
 * Splits Python and JavaScript/TypeScript into names, numbers, strings, comments and marks: just enough to read one
 * call without mistaking a comment or string for code. Never throws; unknown characters become marks.
 *
 * Written by hand because existing parsers do far more: tree-sitter needs a WebAssembly grammar per language, and
 * TypeScript's or Pyright's need a whole, correct file, while a hover has a window around the cursor and 100 ms.
 */

export type Language = 'python' | 'script';

export interface Token {
  kind: 'name' | 'number' | 'text' | 'comment' | 'mark';
  /** For a string, its contents if literal; else as in the source. */
  text: string;
  start: number;
  end: number;
  /** Whether it is the first on its line. */
  startsLine: boolean;
  /** A string without interpolation: its `text` is its full value. */
  plain: boolean;
}

/** Marks of several characters that matter for reading calls, or that contain one which would. */
const longMark = /\.\.\.|[=!]==?|\*\*=?|\/\/=?|=>|->|:=|<=|>=|[-+*/%|&^]=|\?[.?]/y;

/** Longer strings are not names or paths; their contents are not kept. */
const longestText = 4096;

/** A `/` after one of these, or after a mark that ends no value, begins a regular expression. */
const beforeValue = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'else',
  'do',
  'await',
  'yield',
]);

export function tokenize(source: string, language: Language): Token[] {
  return new Tokenizer(source, language).run();
}

class Tokenizer {
  readonly #tokens: Token[] = [];
  /** For each open template string around the place, the number of open braces in its `${`. */
  readonly #templates: number[] = [];
  #at = 0;
  #startsLine = true;

  constructor(
    private readonly source: string,
    private readonly language: Language,
  ) {}

  run(): Token[] {
    while (this.#at < this.source.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const { source, language } = this;
    const start = this.#at;
    const character = source[start]!;
    if (character === '\n') {
      this.#startsLine = true;
      this.#at++;
    } else if (character <= ' ' || character === '\\' || character === '\ufeff') {
      // A backslash at the end of a line continues the line.
      this.#at += character === '\\' ? (source.startsWith('\r\n', start + 1) ? 3 : 2) : 1;
    } else if (isNameStart(character)) {
      this.#name();
    } else if (isDigit(character) || (character === '.' && isDigit(source[start + 1] ?? ''))) {
      this.#number();
    } else if (character === '"' || character === "'") {
      this.#quoted(start, false, true);
    } else if (language === 'python' ? character === '#' : source.startsWith('//', start)) {
      this.#push('comment', start, indexOr(source, '\n', start));
    } else if (language === 'script' && source.startsWith('/*', start)) {
      this.#push('comment', start, indexOr(source, '*/', start + 2) + 2);
    } else if (language === 'script' && character === '`') {
      this.#template(start);
    } else if (language === 'script' && character === '/' && this.#mayBeginValue()) {
      this.#push('text', start, this.#endOfPattern(start));
    } else {
      this.#mark(start, character);
    }
  }

  #name(): void {
    const start = this.#at;
    let end = start + 1;
    while (end < this.source.length && (isNameStart(this.source[end]!) || isDigit(this.source[end]!))) end++;
    const quote = this.source[end];
    const prefix = end - start <= 2 ? this.source.slice(start, end).toLowerCase() : '';
    if (
      this.language === 'python' &&
      (quote === '"' || quote === "'") &&
      /^(r|u|b|f|t|rb|br|rf|fr|rt|tr)$/.test(prefix)
    ) {
      this.#at = end;
      this.#quoted(start, prefix.includes('r'), !/[bft]/.test(prefix));
    } else {
      this.#push('name', start, end);
    }
  }

  #number(): void {
    const { source } = this;
    const start = this.#at;
    const hexadecimal = /^0[xX]/.test(source.slice(start, start + 2));
    let end = start + 1;
    for (; end < source.length; end++) {
      const character = source[end]!;
      const isSign = (character === '+' || character === '-') && !hexadecimal && /[eE]/.test(source[end - 1]!);
      if (!isDigit(character) && !isNameStart(character) && character !== '.' && !isSign) break;
    }
    this.#push('number', start, end);
  }

  /** From a quote on; a single-quoted string ends at the latest with its line. */
  #quoted(start: number, raw: boolean, plain: boolean): void {
    const { source } = this;
    const quote = source[this.#at]!;
    const triple = this.language === 'python' && source.startsWith(quote.repeat(3), this.#at);
    const closing = triple ? quote.repeat(3) : quote;
    const inside = this.#at + closing.length;
    let end = inside;
    while (end < source.length && !source.startsWith(closing, end) && (triple || source[end] !== '\n'))
      end += source[end] === '\\' ? 2 : 1;
    const closed = source.startsWith(closing, end);
    this.#text(
      start,
      end + (closed ? closing.length : 0),
      source.slice(inside, Math.min(end, inside + longestText + 1)),
      {
        raw,
        plain: plain && closed,
      },
    );
  }

  /** From a backtick, or from the brace that ends an interpolation, to the next backtick or interpolation. */
  #template(start: number): void {
    const { source } = this;
    const begins = source[start] === '`';
    let end = start + 1;
    while (end < source.length && source[end] !== '`' && !source.startsWith('${', end))
      end += source[end] === '\\' ? 2 : 1;
    const closed = source[end] === '`';
    this.#text(start, end + (closed ? 1 : 2), source.slice(start + 1, Math.min(end, start + longestText + 2)), {
      raw: false,
      plain: begins && closed,
    });
    if (!closed && end < source.length) this.#templates.push(0);
  }

  #text(start: number, end: number, inside: string, { raw, plain }: { raw: boolean; plain: boolean }): void {
    const kept = plain && inside.length <= longestText;
    this.#push('text', start, end, kept ? (raw ? inside : unescape(inside)) : '', kept);
  }

  #mark(start: number, character: string): void {
    const depth = this.#templates.length - 1;
    if (character === '}' && this.#templates[depth] === 0) {
      this.#templates.pop();
      this.#template(start);
      return;
    }
    if (depth >= 0 && character === '{') this.#templates[depth]!++;
    if (depth >= 0 && character === '}') this.#templates[depth]!--;
    longMark.lastIndex = start;
    const length = longMark.exec(this.source)?.[0].length ?? 1;
    this.#push('mark', start, start + length);
  }

  #mayBeginValue(): boolean {
    const last = this.#tokens.findLast(({ kind }) => kind !== 'comment');
    if (last === undefined) return true;
    return last.kind === 'mark' ? !/^[)\]}]$/.test(last.text) : beforeValue.has(last.text);
  }

  /** End of a regular expression; mistaking a division does no harm, since both end with the line. */
  #endOfPattern(start: number): number {
    let inClass = false;
    for (let at = start + 1; at < this.source.length; at++) {
      const character = this.source[at]!;
      if (character === '\n') return at;
      if (character === '\\') at++;
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      else if (character === '/' && !inClass) return at + 1;
    }
    return this.source.length;
  }

  #push(kind: Token['kind'], start: number, end: number, text = this.source.slice(start, end), plain = false): void {
    const last = Math.min(end, this.source.length);
    this.#tokens.push({ kind, text, start, end: last, startsLine: this.#startsLine, plain });
    // A comment is not the first token of what follows it.
    if (kind !== 'comment') this.#startsLine = false;
    this.#at = Math.max(last, start + 1);
  }
}

function isNameStart(character: string): boolean {
  const code = character.charCodeAt(0);
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 36 ||
    (code > 127 && code !== 0xfeff)
  );
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function indexOr(source: string, text: string, from: number): number {
  const index = source.indexOf(text, from);
  return index < 0 ? source.length : index;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

function unescape(text: string): string {
  return text.replace(/\\([^])/g, (whole, character: string) =>
    /[\\'"`ntr\n]/.test(character) ? (escapes[character] ?? character) : whole,
  );
}
