/** Pieces of a hover's Markdown. Text from files goes through {@link plain}, and is never Markdown. */
import type { SmallPicture, Statistics } from '../../shared/glance';

/** Commands that links in hovers may run; the editor runs no others. */
export const linkedCommands = ['netloupe.explain', 'netloupe.capacity'] as const;

/** Literally, on one line, at most 200 characters. */
export function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > 200 ? `${line.slice(0, 200)}…` : line;
  return cut.replaceAll(/[\\`*_{}[\]()#+!|~<>&$@:-]/g, '\\$&');
}

/** Facts as a list, without empty ones. Names and values are Markdown. */
export function list(facts: readonly (readonly [name: string, value: string])[]): string {
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n');
}

/** A link that runs a command; `title` and `tooltip` are ours. */
export function commandLink(
  title: string,
  tooltip: string,
  command: (typeof linkedCommands)[number],
  argument?: object,
): string {
  // Parentheses are the only remaining characters that end a link.
  const encoded = encodeURIComponent(JSON.stringify(argument ? [argument] : []))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `[${title}](command:${command}?${encoded} "${tooltip}")`;
}

/** The picture with its caption below. */
export function picture({ png, width, height, caption }: SmallPicture, what: string): string {
  const base64 = Buffer.from(png).toString('base64');
  return `![${what}](data:image/png;base64,${base64}|width=${width},height=${height})  \n${plain(caption)}`;
}

export function statisticsText({ count, nonFinite, mean, deviation, min, max, zeros }: Statistics): string {
  if (nonFinite === count) return 'no finite number';
  return [
    `from ${short(min)} to ${short(max)}`,
    `mean ${short(mean)}`,
    `standard deviation ${short(deviation)}`,
    `${share(zeros)} zeros`,
    ...(nonFinite > 0 ? [`**${integer(nonFinite)} NaN or infinite**`] : []),
  ].join(', ');
}

export function integer(value: number): string {
  return value.toLocaleString('en-US');
}

/** Three digits, with a true minus sign. */
function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** A share in per cent that shows 0 and 100 only if exact. */
function share(fraction: number): string {
  if (fraction === 0) return 'no';
  const percent = 100 * fraction;
  if (fraction < 1 && percent > 99.9) return 'over 99.9%';
  return percent < 0.1 ? 'under 0.1%' : `${Number(percent.toPrecision(3))}%`;
}
