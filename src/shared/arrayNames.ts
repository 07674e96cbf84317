/** Array names in a .npz file, safe as file names on every system. */

/** In snake case, at most 40 letters, digits and underscores; '' if the text has none. */
export function arrayName(text: string): string {
  const words = text.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 40);
}

/** The name itself, or the first of name_2, name_3, … that is not taken. */
export function unusedName(name: string, isTaken: (name: string) => boolean): string {
  let candidate = name;
  for (let count = 2; isTaken(candidate); count++) candidate = `${name}_${count}`;
  return candidate;
}
