/** Names from fields of text, where they may stand in quotes, and lists of them. */
import { parseExpression } from '../../src/shared/vectors/expression';

/** What is more than one name is taken as it is, and the editor says that there is no such name. */
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
