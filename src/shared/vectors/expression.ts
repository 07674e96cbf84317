/**
 * Sums and differences of names as people type them: "london - england + france", "0.5 king + queen", '"new york" -
 * "jean-luc"'. Signs need spaces around them, since names contain them too; a name with spaces needs quotes, in which
 * "" is a quote.
 */
import { ArgumentError } from '../errors';

export interface Term {
  /** With its sign. */
  weight: number;
  name: string;
}

interface Token {
  text: string;
  /** Position in the expression, including the quotes. */
  start: number;
  end: number;
  quoted: boolean;
}

const SIGN = /^[+\-−]$/;
const NUMBER = /^(\d+\.?\d*|\.\d+)$/;

/** Throws ArgumentError for invalid expressions. */
export function parseExpression(query: string): Term[] {
  const tokens = tokensOf(query);
  const terms: Term[] = [];
  for (let at = 0; at < tokens.length;) {
    const begin = tokens[at]!;
    let weight = 1;
    if (isSign(begin)) {
      weight = begin.text === '+' ? 1 : -1;
      at++;
    } else if (terms.length) {
      const before = terms.at(-1)!.name;
      throw new ArgumentError(
        `Put + or - between "${before}" and "${begin.text}". For a phrase, use quotes, "${before} ${begin.text}", or the file's spelling, ${before}_${begin.text}.`,
      );
    }
    let token = tokens[at];
    const next = tokens[at + 1];
    // A number before a name is its weight; alone it is a name, such as 1984.
    if (token && !token.quoted && NUMBER.test(token.text) && next && !isSign(next)) {
      weight *= Number(token.text);
      token = next;
      at++;
    }
    if (!token || isSign(token))
      throw new ArgumentError(
        `"${query}" is not an expression. Write names with + and - between them, with spaces around each: "london - england + france".`,
      );
    terms.push({ weight, name: token.text });
    at++;
  }
  if (!terms.length) throw new ArgumentError('Type a name, or several with + and - between them.');
  return terms;
}

/** A name as an expression writes it. */
export function written(name: string): string {
  return /\s|^["+\-−]?$|^"/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/**
 * The name being typed at a position in an expression, for completion: the text so far, and the range that a completion
 * replaces.
 */
export function nameAt(query: string, caret: number): { typed: string; start: number; end: number } | undefined {
  const token = tokensOf(query).find(({ start, end }) => start < caret && caret <= end);
  if (!token || isSign(token)) return undefined;
  const typed = tokensOf(query.slice(token.start, caret))[0]?.text ?? '';
  return { typed, start: token.start, end: token.end };
}

/** An open quote ends with the expression. */
function tokensOf(query: string): Token[] {
  return Array.from(query.matchAll(/"((?:[^"]|"")*)(?:"|$)|\S+/g), ({ 0: whole, 1: inside, index }) => ({
    text: inside === undefined ? whole : inside.replaceAll('""', '"'),
    start: index,
    end: index + whole.length,
    quoted: inside !== undefined,
  }));
}

function isSign({ text, quoted }: Token): boolean {
  return !quoted && SIGN.test(text);
}
