/** The text that is written out at a place of a source, such as a path: the text of its quotes, with nothing put in while it runs. */
import { tokenize, type Language } from './tokens';

export interface WrittenText {
  text: string;
  /** Where it stands, with its quotes. */
  start: number;
  end: number;
}

export function textAt(source: string, language: Language, offset: number): WrittenText | undefined {
  const token = tokenize(source, language).find(({ start, end }) => start <= offset && offset < end);
  return token?.plain ? { text: token.text, start: token.start, end: token.end } : undefined;
}
