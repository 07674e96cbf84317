/** What the gallery lists: methods by family, those that the words of a search find. */
import { families, type Family, type MethodDescription } from '../../../src/shared/description';

export interface FamilyGroup {
  family: Family;
  methods: MethodDescription[];
}

/** Every word has to occur in what the gallery says of a method; families without a find are left out. */
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
