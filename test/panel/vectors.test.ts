/** The vectors panel in a browser, with the real arithmetic behind it: questions, completion, axes, analogies, and how it looks. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { Engine } from '../../src/engine/engine';
import { scoreAnalogies } from '../../src/methods/vectors/analogy';
import { answerArithmetic } from '../../src/methods/vectors/arithmetic';
import { placeOnAxes } from '../../src/methods/vectors/axes';
import { namesBeginning, spaceOf } from '../../src/methods/vectors/space';
import { random } from '../../src/shared/random';
import { float32 } from '../../src/shared/tensor';
import type { AskRequest, CompleteRequest, PlaceRequest } from '../../src/shared/api/vectors';
import { panelSuite, screenshot } from './browser';
import type { FakeVectors, FakeVectorsOptions } from './fakeVectors';

const source = { vectors: '/w/words.vec' };
const capitals = {
  ...{ england: 'london', france: 'paris', norway: 'oslo', spain: 'madrid', italy: 'rome', greece: 'athens' },
  ...{ japan: 'tokyo', egypt: 'cairo', germany: 'berlin' },
};

/** Countries point anywhere, a capital a step further in one direction that all share, and beside them words of no system. */
function makeSpace() {
  const draw = random(2);
  const width = 12;
  const vector = () => Array.from({ length: width }, () => draw.normal());
  const step = Array.from({ length: width }, (_, i) => (i < 2 ? 2 : 0));
  const entries = Object.entries(capitals).flatMap(([country, capital]): [string, number[]][] => {
    const place = vector();
    return [
      [country, place],
      [capital, place.map((value, i) => value + step[i]!)],
    ];
  });
  for (const name of ['new york', 'banana', 'apple', 'lonely', 'long', 'longer', 'longest', 'longing'])
    entries.push([name, vector()]);
  return spaceOf({
    path: '/w/words.vec',
    names: entries.map(([name]) => name),
    vectors: float32(
      [entries.length, width],
      entries.flatMap(([, values]) => values),
    ),
    conventions: [],
  });
}

const questions = [
  ': capitals',
  'england london france paris',
  'spain madrid italy rome',
  'atlantis poseidonia italy rome',
  ': fruit',
  'england banana france apple',
].join('\n');

panelSuite('vectors', 'the vectors panel', (browser) => {
  const space = makeSpace();
  const search = { engine: new Engine() };
  let page: Page;

  const answer = async (message: string, request: unknown): Promise<unknown> => {
    if (message === 'describe') {
      const { path, names, width, conventions } = space;
      return { path, count: names.length, width, first: names.slice(0, 10), conventions };
    }
    if (message === 'complete') {
      const { prefix, count } = request as CompleteRequest;
      return namesBeginning(space, prefix, count);
    }
    if (message === 'ask') return answerArithmetic(space, request as AskRequest, search);
    if (message === 'place') return placeOnAxes(space, request as PlaceRequest, search);
    return scoreAnalogies(space, questions, request as string, search);
  };

  it('answers an expression with the words nearest to it, of which a click asks for the neighbours', async () => {
    await open();
    await page.getByText('26 vectors of 12 numbers').waitFor();
    await field().fill('london - england + france');
    await field().press('Enter');
    await word('paris').waitFor();
    equal(await words().first().textContent().then(trimmed), 'paris');
    equal(await words().count(), 10);
    equal(await page.locator('.asked').textContent(), 'london − england + france');
    await word('paris').click();
    await page.locator('.asked', { hasText: /^paris$/ }).waitFor();
    equal(await field().inputValue(), 'paris');
    deepEqual((await asked('ask')).at(-1), { query: 'paris', count: 10, own: false });
    match((await page.getByRole('group').last().textContent()) ?? '', /left out of the answers/);
  });

  it('keeps the words asked on demand, and as many neighbours as chosen', async () => {
    await open();
    await ask('paris');
    // With the keyboard: the label lies over the box.
    await page.getByRole('checkbox', { name: 'Include query words' }).press('Space');
    await word('paris').waitFor();
    equal(await page.locator('tbody tr').first().textContent().then(trimmed), '1 paris 1.0000');
    await page.locator('vscode-single-select').click();
    await page.getByRole('option', { name: '25' }).click();
    await page.locator('tbody tr').nth(24).waitFor();
    deepEqual((await asked('ask')).at(-1), { query: 'paris', count: 25, own: true });
  });

  it('completes names while they are typed, by keys and in quotes', async () => {
    await open();
    await field().pressSequentially('paris + lon');
    const list = page.getByRole('listbox');
    await list.getByRole('option', { name: 'longest' }).waitFor();
    await field().press('ArrowDown');
    await field().press('ArrowDown');
    const second = trimmed(await list.getByRole('option', { selected: true }).textContent());
    await field().press('Enter');
    equal(await field().inputValue(), `paris + ${second}`);
    await list.waitFor({ state: 'hidden' });
    await field().pressSequentially(' - new');
    await list.getByRole('option', { name: 'new york' }).click();
    equal(await field().inputValue(), `paris + ${second} - "new york"`);
    equal((await asked('ask')).length, 0);
    await field().press('Enter');
    await page.locator('.asked', { hasText: 'new york' }).waitFor();
  });

  it('goes through the questions of before with up and down, and back to what is being typed', async () => {
    await open();
    await ask('paris');
    await ask('rome');
    await field().fill('x');
    await page.waitForFunction(
      () => (window as unknown as { fakeVectors: FakeVectors }).fakeVectors.asked.at(-1)!.message === 'complete',
    );
    for (const expected of ['rome', 'paris', 'paris']) {
      await field().press('ArrowUp');
      equal(await field().inputValue(), expected);
    }
    for (const expected of ['rome', 'x']) {
      await field().press('ArrowDown');
      equal(await field().inputValue(), expected);
    }
  });

  it('goes through the words by keys', async () => {
    await open();
    await ask('paris');
    await words().first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const third = trimmed(await words().nth(2).textContent());
    await page.keyboard.press('Enter');
    await page.locator('.asked', { hasText: third }).waitFor();
  });

  it('says what is wrong with a question, and asks again', async () => {
    await open({ failures: { complete: 'no names' } });
    await ask('pariss', false);
    await page.getByText('has no vector for "pariss"; the nearest names are "paris"').waitFor();
    await ask('paris rome', false);
    await page.getByText('Put + or - between "paris" and "rome"').waitFor();
    await ask('paris');
  });

  it('copies and saves the table', async () => {
    await open();
    await ask('england');
    await page.getByRole('button', { name: 'Copy the table' }).click();
    await page.getByText('Copied 10 words.').waitFor();
    await page.getByRole('button', { name: 'Save the table as .csv' }).click();
    await page.getByText('Saved /w/neighbours.csv.').waitFor();
    const { copied, saved } = await fake();
    const rows = saved[0]!.text.trimEnd().split('\r\n');
    deepEqual([rows.length, rows[0]], [11, 'rank,word,cosine']);
    equal(copied[0], rows.map((row) => `${row.replaceAll(',', '\t')}\n`).join(''));
  });

  it('shows how far the reading is, and begins again after it was cancelled', async () => {
    await open({ stuck: ['describe'] }, false);
    await page.getByText('34 %').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    await page.waitForFunction(
      () => (window as unknown as { fakeVectors: FakeVectors }).fakeVectors.cancelled.length === 1,
    );
    await page.close();
    await open({ failures: { describe: '/w/words.vec, byte 7: line 2: "x" is no number' } }, false);
    await page.getByText('line 2: "x" is no number').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await field().waitFor();
    await page.close();
    await open({ failures: { ready: 'The window is closing.' } }, false);
    await page.getByText('The window is closing.').waitFor();
  });

  it('gives up a question that takes too long', async () => {
    await open({ stuck: ['ask'] });
    await ask('paris', false);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    deepEqual((await fake()).cancelled, ['ask']);
  });

  it('places words on two axes, named by the pointer, and saves them', async () => {
    await open();
    await fillAxes();
    await page.getByText('8 words; the cosine of the axes is').waitFor();
    deepEqual((await asked('place'))[0], {
      axes: [
        { from: 'england', to: 'london' },
        { from: 'banana', to: 'new york' },
      ],
      words: ['paris', 'france', 'rome', 'italy'],
    });
    const place = await placeOf('rome');
    const canvas = page.locator('netloupe-axes-plane canvas');
    await canvas.hover({ position: place });
    await page.locator('.card', { hasText: 'rome' }).waitFor();
    await page.getByRole('button', { name: 'Save the numbers as .csv' }).click();
    await page.getByText('Saved /w/axes.csv.').waitFor();
    await page.getByRole('button', { name: 'Save the plane as .png' }).click();
    await page.getByText('Saved /w/axes.png.').waitFor();
    const [csv, png] = (await fake()).saved;
    const placed = await placeOnAxes(space, (await asked('place'))[0] as PlaceRequest, search);
    const rome = placed.words.find(({ name }) => name === 'rome')!;
    ok(csv!.text.includes(`rome,${rome.x},${rome.y}\r\n`), csv!.text);
    deepEqual([png!.text, png!.size > 1000], ['PNG', true]);
    await canvas.click({ position: place });
    await page.getByRole('tab', { name: 'Arithmetic', selected: true }).waitFor();
    await page.locator('.asked', { hasText: /^rome$/ }).waitFor();
  });

  it('says what an axis lacks', async () => {
    await open();
    await page.getByRole('tab', { name: 'Axes' }).click();
    await page.locator('vscode-button', { hasText: 'Place Words' }).click();
    await page.getByText('Each axis needs two words').waitFor();
  });

  it('scores a file of analogies by section, and lists what was missed', async () => {
    await open();
    await page.getByRole('tab', { name: 'Analogies' }).click();
    await page.locator('vscode-button', { hasText: 'Choose Questions…' }).click();
    await page.getByRole('row', { name: /^capitals 2 2 100\.0\s% 1$/ }).waitFor();
    await page.getByRole('row', { name: /^fruit 0 1 0\.0\s%/ }).waitFor();
    await page.getByRole('row', { name: /^Total 2 3 66\.7\s% 1$/ }).waitFor();
    await page.getByRole('cell', { name: 'england : banana = france : ?' }).waitFor();
    await page.getByRole('button', { name: 'capitals' }).click();
    await page.getByRole('heading', { name: 'Missed in capitals: 0' }).waitFor();
    await page.getByRole('tab', { name: 'Arithmetic' }).click();
    await page.getByRole('tab', { name: 'Analogies' }).click();
    await page.getByRole('heading', { name: 'Missed in capitals: 0' }).waitFor();
    await page.getByRole('button', { name: 'Save what was missed as .csv' }).click();
    await page.getByText('Saved /w/missed.csv.').waitFor();
    match((await fake()).saved[0]!.text, /^section,a,b,c,wanted,got\r\nfruit,england,banana,france,apple,/);
  });

  it('shows how far the scoring is, and cancels it', async () => {
    await open({ stuck: ['score'] });
    await page.getByRole('tab', { name: 'Analogies' }).click();
    await page.locator('vscode-button', { hasText: 'Choose Questions…' }).click();
    await page.getByText('Asking analogies 34 %').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
  });

  it('is as it was after a reload', async () => {
    await open();
    await ask('paris');
    await page.getByRole('tab', { name: 'Axes' }).click();
    await page.reload();
    await page.getByRole('tab', { name: 'Axes', selected: true }).waitFor();
    await page.getByRole('tab', { name: 'Arithmetic' }).click();
    await page.locator('.asked', { hasText: /^paris$/ }).waitFor();
    const state = await page.evaluate(() => JSON.parse(sessionStorage.getItem('state')!) as unknown);
    deepEqual((state as { source: unknown }).source, source);
  });

  it('survives what an older version kept', async () => {
    await open({ state: { part: 'x', query: 3, history: [1, 'a'], axes: { axes: [7] }, count: -1 } });
    await page.getByRole('tab', { name: 'Arithmetic', selected: true }).waitFor();
  });

  it('shows the cloud of a file, and asks for the vocabulary of a model', async () => {
    await open();
    await page.locator('vscode-button', { hasText: 'Show Embedding…' }).click();
    await page.waitForFunction(() => (window as unknown as { fakeVectors: FakeVectors }).fakeVectors.embedded === 1);
    await page.close();
    const setup = { source: { vectors: '/w/m.onnx#table' }, title: 'm.onnx#table', ofModel: true };
    await open({ setup, failures: { describe: '4 names for 3 rows' } }, false);
    await page.getByText('4 names for 3 rows').waitFor();
    equal(await page.locator('vscode-button', { hasText: 'Show Embedding…' }).count(), 0);
    await page.locator('vscode-button', { hasText: 'Choose Vocabulary…' }).click();
    await page.locator('vscode-button', { hasText: 'Change Vocabulary…' }).waitFor();
    await field().waitFor();
    equal((await asked('describe')).length, 2);
  });

  for (const [name, theme, part, size] of [
    ['vectors-dark', 'dark', 'ask', { width: 1000, height: 700 }],
    ['vectors-light', 'light', 'ask', { width: 1000, height: 700 }],
    ['vectors-contrast', 'highContrast', 'ask', { width: 1000, height: 700 }],
    ['vectors-narrow', 'dark', 'ask', { width: 400, height: 700 }],
    ['vectors-axes-dark', 'dark', 'axes', { width: 1000, height: 900 }],
    ['vectors-axes-light', 'light', 'axes', { width: 1000, height: 900 }],
    ['vectors-axes-contrast', 'highContrast', 'axes', { width: 1000, height: 900 }],
    ['vectors-axes-narrow', 'light', 'axes', { width: 420, height: 900 }],
    ['vectors-analogies-dark', 'dark', 'analogies', { width: 1000, height: 700 }],
    ['vectors-analogies-light', 'light', 'analogies', { width: 1000, height: 700 }],
    ['vectors-analogies-contrast', 'highContrast', 'analogies', { width: 1000, height: 700 }],
  ] as const)
    it(`looks: ${name}`, async () => {
      await open({ theme }, true, size);
      if (part === 'ask') {
        await ask('london - england + france');
        if (theme === 'light') {
          await field().fill('london - lon');
          await page.getByRole('option', { name: 'longest' }).waitFor();
          await field().press('ArrowDown');
        }
      } else if (part === 'axes') {
        await fillAxes([...Object.entries(capitals).flat(), 'apple', 'lonely', 'long']);
        await page.locator('netloupe-axes-plane').waitFor();
        await page.locator('netloupe-axes-plane canvas').hover({ position: await placeOf('rome') });
        await page.locator('.card').waitFor();
      } else {
        await page.getByRole('tab', { name: 'Analogies' }).click();
        await page.locator('vscode-button', { hasText: 'Choose Questions…' }).click();
        await page.getByRole('row', { name: /^Total/ }).waitFor();
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= size.width, `${width} within ${size.width}`);
      await screenshot(page, name, false);
    });

  async function open(
    options: Partial<FakeVectorsOptions> = {},
    wait = true,
    size = { width: 1000, height: 900 },
  ): Promise<void> {
    const setup = { source, title: 'words.vec', ofModel: false };
    page = await browser.show({ theme: 'dark', setup, stuck: [], failures: {}, ...options }, size);
    await page.exposeFunction('answerVectors', answer);
    if (wait) await field().waitFor();
  }

  async function ask(query: string, wait = true): Promise<void> {
    await field().fill(query);
    await field().press('Enter');
    if (wait) await page.locator('.asked', { hasText: query.replace('-', '−') }).waitFor();
  }

  async function fillAxes(placed: readonly string[] = ['paris', 'france', 'rome', 'italy']): Promise<void> {
    await page.getByRole('tab', { name: 'Axes' }).click();
    for (const [name, value] of [
      ['Across: from', 'england'],
      ['Across: to', 'london'],
      ['Up: from', 'banana'],
      ['Up: to', '"new york"'],
    ] as const)
      await page.getByRole('combobox', { name }).fill(value);
    await page.getByRole('textbox', { name: 'Words, separated by commas' }).fill(placed.join(', '));
    await page.locator('vscode-button', { hasText: 'Place Words' }).click();
    await page.locator('netloupe-axes-plane canvas').waitFor();
  }

  /** On the canvas, as it was drawn. */
  async function placeOf(name: string): Promise<{ x: number; y: number }> {
    const plane = page.locator('netloupe-axes-plane');
    await plane.locator('canvas[data-drawn]').waitFor();
    return plane.evaluate((element, wanted) => {
      const { answer, drawn } = element as unknown as {
        answer: { words: { name: string }[] };
        drawn: { places: { x: number; y: number }[] };
      };
      return drawn.places[answer.words.findIndex((word) => word.name === wanted)]!;
    }, name);
  }

  function field() {
    return page.getByRole('combobox', { name: 'Expression', exact: true });
  }

  function words() {
    return page.locator('netloupe-ask button.word');
  }

  function word(name: string) {
    return page.locator('netloupe-ask').getByRole('button', { name, exact: true });
  }

  async function asked(message: string): Promise<unknown[]> {
    return (await fake()).asked.filter((one) => one.message === message).map(({ request }) => request);
  }

  function fake(): Promise<FakeVectors> {
    return page.evaluate(() => (window as unknown as { fakeVectors: FakeVectors }).fakeVectors);
  }
});

function trimmed(text: string | null): string {
  return (text ?? '').replaceAll(/\s+/g, ' ').trim();
}
