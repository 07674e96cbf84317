/** Names from text fields, which may be quoted, and lists of them. */
import { parseExpression } from '../../src/shared/vectors/expression';

/** Several names are passed on unchanged, and the editor reports that no such name exists. */
export function nameOf(text: string): string {
  try {
    const terms = parseExpression(text);
    const [term] = terms;
    return terms.length === 1 && term!.weight === 1 ? term!.name : text.trim();
  } catch {
    return text.trim();
  }
}

/** Separated by commas or line breaks. */
export function namesOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map(nameOf)
    .filter((name) => name !== '');
}
