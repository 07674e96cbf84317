/** Which rule each linear layer gets: common composites by name, and lists of rules by layer name. */
import { ArgumentError } from '../../shared/errors';
import { byNearness } from '../../shared/nearest';
import type { LayerPlace } from './plan';
import {
  alphaBetaRule,
  epsilonRule,
  flatRule,
  gammaRule,
  wSquareRule,
  zBoxRule,
  zPlusRule,
  zPlusWithoutBiasRule,
  type Rule,
} from './rules';

/** The numbers that rules take. */
export interface RuleNumbers {
  epsilon: number;
  gamma: number;
  alpha: number;
  beta: number;
  /** Smallest and largest input value, one for all or one per channel. */
  low: readonly number[];
  high: readonly number[];
}

/** Gives each linear layer its rule. */
export type Composite = (layer: LayerPlace) => Rule;

const rulesByName = {
  epsilon: ({ epsilon }) => epsilonRule(epsilon),
  gamma: ({ gamma }) => gammaRule(gamma),
  'alpha-beta': ({ alpha, beta }) => alphaBetaRule(alpha, beta),
  'z-plus': () => zPlusRule,
  'z-box': ({ low, high }) => zBoxRule(low, high),
  'w-square': () => wSquareRule,
  flat: () => flatRule,
} satisfies Record<string, (numbers: RuleNumbers) => Rule>;

export type RuleName = keyof typeof rulesByName;

export const ruleNames = Object.keys(rulesByName) as RuleName[];

interface Choice {
  /** For layers without a linear layer before them; `only` limits it to a kind. */
  first?: { rule: RuleName; only?: LayerPlace['kind'] };
  convolution: RuleName;
  dense: RuleName;
}

/** As in Zennit, except that every layer that reads the input counts as first, if there are several. */
const choices = {
  epsilon: { convolution: 'epsilon', dense: 'epsilon' },
  'epsilon-plus': { convolution: 'z-plus', dense: 'epsilon' },
  'epsilon-plus-flat': { first: { rule: 'flat' }, convolution: 'z-plus', dense: 'epsilon' },
  'epsilon-alpha2-beta1': { convolution: 'alpha-beta', dense: 'epsilon' },
  'epsilon-alpha2-beta1-flat': { first: { rule: 'flat' }, convolution: 'alpha-beta', dense: 'epsilon' },
  'epsilon-gamma-box': { first: { rule: 'z-box', only: 'convolution' }, convolution: 'gamma', dense: 'epsilon' },
  'excitation-backprop': { convolution: 'z-plus', dense: 'z-plus' },
} satisfies Record<string, Choice>;

export type CompositeName = keyof typeof choices;

export const compositeNames = Object.keys(choices) as CompositeName[];

/** A composite by name. */
export function composite(name: CompositeName, numbers: RuleNumbers): Composite {
  const { first, ...byKind }: Choice = choices[name];
  return ({ kind, first: isFirst }) => {
    const special = isFirst && first && (!first.only || first.only === kind) ? first.rule : undefined;
    return rulesByName[special ?? byKind[kind]](numbers);
  };
}

/**
 * Deep Taylor decomposition: z-plus, except for layers that read the input, which get the rule of its domain, a box or
 * all real numbers (Montavon et al. 2017, doi:10.1016/j.patcog.2016.11.008).
 */
export function deepTaylor(domain: 'box' | 'real', numbers: RuleNumbers): Composite {
  const first = rulesByName[domain === 'box' ? 'z-box' : 'w-square'](numbers);
  return (layer) => (layer.first ? first : zPlusWithoutBiasRule);
}

/** A rule for layers whose name matches a pattern, where * matches any characters. */
export interface NamedRule extends Partial<Omit<RuleNumbers, 'low' | 'high'>> {
  layers: string;
  rule: RuleName;
}

/** The first matching entry decides; unmatched layers get the epsilon rule. */
export function compositeOf(entries: readonly NamedRule[], numbers: RuleNumbers): Composite {
  const patterns = entries.map(({ layers }) => wildcard(layers));
  return ({ node, name }) => {
    const entry = entries[patterns.findIndex((pattern) => pattern.test(name) || pattern.test(node.name))];
    return entry ? rulesByName[entry.rule]({ ...numbers, ...entry }) : epsilonRule(numbers.epsilon);
  };
}

/** Throws ArgumentError for an entry that matches no layer, with the nearest name. */
export function checkEntries(entries: readonly NamedRule[], layers: Iterable<LayerPlace>): void {
  const names = [...layers].flatMap(({ node, name }) => [node.name, name].filter(Boolean));
  for (const { layers: pattern } of entries) {
    if (names.some((name) => wildcard(pattern).test(name))) continue;
    throw new ArgumentError(
      `No linear layer matches "${pattern}"; did you mean "${byNearness(pattern, names)[0] ?? ''}"? * matches any characters.`,
    );
  }
}

function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(escape).join('.*')}$`);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
