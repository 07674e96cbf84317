/** What tells the runs of a grid apart, in as few words as possible. */
import { isDeepStrictEqual } from 'node:util';
import type { Question } from '../shared/question/fields';
import { split } from './paths';

interface Draft {
  request: Pick<Question, 'parameters'>;
  words: readonly string[];
}

/** Most folders shown in a name; beyond that it is the whole path. */
const MOST_PARTS = 8;

/**
 * "smoothgrad · samples 25 · digits.onnx" for each, all different: if words are not enough, parameters are added, then
 * numbers.
 */
export function distinct(drafts: readonly Draft[]): string[] {
  const groups = new Map<string, { first: Draft; differing: Set<string> }>();
  const groupOf = ({ words }: Draft) => words.join(' · ');
  for (const draft of drafts) {
    const group = groups.get(groupOf(draft));
    if (!group) groups.set(groupOf(draft), { first: draft, differing: new Set() });
    else for (const name of differences(group.first, draft)) group.differing.add(name);
  }
  const taken = new Set<string>();
  return drafts.map((draft) => {
    const { parameters } = draft.request;
    const added = [...groups.get(groupOf(draft))!.differing].map((name) => `${name} ${plain(parameters[name])}`);
    const label = [draft.words[0], ...added, ...draft.words.slice(1)].join(' · ');
    let free = label;
    for (let number = 2; taken.has(free); number++) free = `${label} (${number})`;
    taken.add(free);
    return free;
  });
}

/** The distinguishing ends of paths: "a.onnx", or "first/a.onnx" beside "second/a.onnx". */
export function shortNames(paths: readonly string[]): string[] {
  const names = new Map(paths.map((path) => [path, path]));
  const parts = [...names.keys()].map((path) => {
    const [file, array] = split(path);
    return { path, own: file.split(/[\\/]/), array };
  });
  for (let count = MOST_PARTS; count > 0; count--) {
    const times = new Map<string, number>();
    const ends = parts.map(({ path, own, array }) => ({
      path,
      end: own.slice(-count).join('/') + array,
      isWhole: own.length <= count,
    }));
    for (const { end } of ends) times.set(end, (times.get(end) ?? 0) + 1);
    for (const { path, end, isWhole } of ends) if (!isWhole && times.get(end) === 1) names.set(path, end);
  }
  return paths.map((path) => names.get(path)!);
}

/** A value as labels show it. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Names of parameters. */
function differences({ request: { parameters: a } }: Draft, { request: { parameters: b } }: Draft): string[] {
  return Object.keys({ ...a, ...b }).filter((name) => !isDeepStrictEqual(a[name], b[name]));
}
