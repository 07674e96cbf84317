/** The literal text at a place in source code, such as a path: the contents of its quotes, without interpolation. */
import { tokenize, type Language } from './tokens';

export interface WrittenText {
  text: string;
  /** Its range, including the quotes. */
  start: number;
  end: number;
}

export function textAt(source: string, language: Language, offset: number): WrittenText | undefined {
  const token = tokenize(source, language).find(({ start, end }) => start <= offset && offset < end);
  return token?.plain ? { text: token.text, start: token.start, end: token.end } : undefined;
}
