/** What the gallery lists: methods by family, filtered by a search. */
import { families, type Family, type MethodDescription } from '../../../src/shared/description';

export interface FamilyGroup {
  family: Family;
  methods: MethodDescription[];
}

/** Every word must occur in the gallery's text about a method; families without a match are left out. */
export function findMethods(methods: readonly MethodDescription[], text: string): FamilyGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = methods.filter(({ id, title, family, summary }) => {
    const said = `${id} ${title} ${family} ${summary}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
  return families
    .map((family) => ({ family, methods: found.filter((method) => method.family === family) }))
    .filter((group) => group.methods.length > 0);
}
