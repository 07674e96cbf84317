/** What is said of laws and of scores: each sample by itself, and against chance. */
import assert from 'node:assert/strict';
import type { Law, MeasureResult, MethodScore } from '../../../src/shared/results';
import { LOCAL_FIT, speaksOfSum } from '../../../src/shared/results/law';
import { isNoBetterThanRandom } from '../../../src/shared/results/evaluation/verdict';
import { verdictOf } from '../../../src/shared/results/verdict';
import { lawSentence, othersSentence } from '../../../webview/explain/about/sentences';
import { samples } from '../../helpers/results';

function law(gap: number[], name = 'completeness', tolerance = 0.01): Law {
  return { name, statement: '', gap, tolerance, holds: gap.every((one) => one <= tolerance) };
}

/** Numbers and their units are joined by spaces that do not break. */
function plain(sentence: string): string {
  return sentence.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('what a law says', () => {
  it('counts the samples beyond the tolerance, and finds the worst', () => {
    assert.deepEqual(verdictOf(law([0.0078, 0.79, 0.02])), { samples: 3, failing: 2, worst: 1 });
    assert.deepEqual(verdictOf(law([0.01])), { samples: 1, failing: 0, worst: 0 });
    assert.deepEqual(verdictOf(law([0.5, NaN])), { samples: 2, failing: 2, worst: 1 }, 'no number is no fit');
  });

  it('is of the sample that is shown, whatever the others do', () => {
    const three = law([0.0078, 0.79, 0.02]);
    assert.equal(plain(lawSentence(three, 0)), 'Completeness holds for this sample: gap 0.78 % (tolerance 1 %).');
    assert.equal(plain(lawSentence(three, 1)), 'Completeness does not hold for this sample: gap 79 % (tolerance 1 %).');
    assert.equal(plain(othersSentence(three, 0)), 'It fails for 2 of 3 samples, most for sample 2 (gap 79 %).');
  });

  it('says nothing of others where none fails but the one that is shown', () => {
    assert.equal(plain(othersSentence(law([0.001, 0.002]), 0)), '');
    assert.equal(plain(othersSentence(law([0.001, 0.5]), 1)), '');
    assert.equal(plain(lawSentence(law([0.003]), 0)), 'Completeness holds: gap 0.3 % (tolerance 1 %).');
  });

  it('gives the fit of a linear model as R²', () => {
    const fit = law([0.17, 0.75], LOCAL_FIT, 0.5);
    assert.equal(
      plain(lawSentence(fit, 0)),
      'The linear model fits for this sample with R² = 0.83 (at least 0.5 expected).',
    );
    assert.equal(plain(othersSentence(fit, 0)), 'It fails for 1 of 2 samples, most for sample 2 (R² = 0.25).');
  });

  it('gives sums a meaning only where the law is about them', () => {
    for (const name of ['completeness', 'conservation', 'additivity']) assert.ok(speaksOfSum({ name }));
    for (const name of ['standard error', LOCAL_FIT, 'activation']) assert.ok(!speaksOfSum({ name }));
  });
});

describe('scores against chance', () => {
  const [measure] = samples.evaluation.measures as [MeasureResult];
  const score = (fromRandom: MethodScore['fromRandom'], rest: Partial<MethodScore> = {}): MethodScore => ({
    ...{ score: 0.6, standardError: 0.01, rank: 1, perSample: [], ...rest },
    ...(fromRandom && { fromRandom }),
  });
  const cases: [what: string, better: 'higher' | 'lower', method: MethodScore, isChance: boolean][] = [
    ['ahead by three errors', 'lower', score({ score: -0.3, standardError: 0.1 }), false],
    ['ahead by one error', 'lower', score({ score: -0.1, standardError: 0.1 }), true],
    ['behind', 'lower', score({ score: 0.3, standardError: 0.1 }), true],
    ['ahead, where higher is better', 'higher', score({ score: 0.3, standardError: 0.1 }), false],
    ['behind, where higher is better', 'higher', score({ score: -0.3, standardError: 0.1 }), true],
    ['one sample, ahead', 'lower', score({ score: -0.3 }), false],
    ['one sample, equal', 'lower', score({ score: 0 }), true],
    // 0.7 − 0.6 = 0.1 within 2·√(0.01² + 0.1²).
    ['without the paired difference, within the errors of both', 'lower', score(undefined), true],
    ['without the paired difference, far ahead', 'lower', score(undefined, { score: 0.1 }), false],
  ];
  for (const [what, better, method, isChance] of cases)
    it(what, () => assert.equal(isNoBetterThanRandom({ ...measure, better }, method), isChance));

  it('are not judged where there is no bound', () => {
    const { random: _, ...unbound } = measure;
    assert.equal(isNoBetterThanRandom(unbound, score({ score: 9 })), false);
  });
});
