/** What to call a method; one that this version does not know keeps its id. */
import { methods } from '../../methods';

export function methodTitle(id: string): string {
  return methods.find((method) => method.id === id)?.title ?? id;
}
