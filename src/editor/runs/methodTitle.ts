/** A method's name; one unknown to this version keeps its id. */
import { methods } from '../../methods';

export function methodTitle(id: string): string {
  return methods.find((method) => method.id === id)?.title ?? id;
}
