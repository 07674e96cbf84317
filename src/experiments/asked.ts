/** Which fields of a question apply to a method. */
import type { Method } from '../methods/method';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';

/** Whether the field applies. */
export type Has = (name: WrittenName) => boolean;

/** In the order of the fields. */
export function askedOf(method: Method, has: Has): WrittenName[] {
  return writtenNames.filter((name) => isAsked(name, method, has));
}

export function isAsked(name: WrittenName, method: Method, has: Has): boolean {
  const how = fieldOf(name).asked(method.needs);
  return how === 'always' || (how !== undefined && has(how === 'layer' ? 'layer' : name));
}

export function isNeeded(name: WrittenName, method: Method, has: Has): boolean {
  const { needed, asked } = fieldOf(name);
  return needed === true && asked(method.needs) !== 'optional' && isAsked(name, method, has);
}

/** The default if nobody gives a value; undefined for none. */
export function fallbackOf(name: WrittenName, { needs }: Method): unknown {
  const field = fieldOf(name);
  return field.asked(needs) === 'optional' ? undefined : field.default;
}
