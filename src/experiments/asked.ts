/** Which fields of a question a method is asked with. */
import type { Method } from '../methods/method';
import { fieldOf, writtenNames, type WrittenName } from '../shared/question/fields';

/** Whether there is something to ask. */
export type Has = (name: WrittenName) => boolean;

/** In the order of the fields. */
export function askedOf(method: Method, has: Has): WrittenName[] {
  return writtenNames.filter((name) => isAsked(name, method, has));
}

export function isAsked(name: WrittenName, method: Method, has: Has): boolean {
  const how = fieldOf(name).asked[method.takes];
  if (how === undefined || (name === 'earlier' && !('earlier' in method))) return false;
  return how === 'always' || (how === 'layer' ? has('layer') : has(name));
}

export function isNeeded(name: WrittenName, method: Method, has: Has): boolean {
  return isAsked(name, method, has) && fieldOf(name).needed?.includes(method.takes) === true;
}

/** What is asked where nobody says; undefined for nothing. */
export function fallbackOf(name: WrittenName, { takes }: Method): unknown {
  const field = fieldOf(name);
  return field.asked[takes] === 'optional' ? undefined : field.default;
}
