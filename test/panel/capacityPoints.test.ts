/** The capacity panel's points in a browser: how they are changed, and what is proved and counted of them. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { panelSuite } from './browser';
import { count, field, openPanel, setBias, showPart } from './capacityPage';
import type { PointSet } from '../../src/shared/capacity/requests';
import type { CapacityFakeOptions } from './fakeCapacity';

panelSuite('capacity', 'the points of the capacity panel', (browser) => {
  let page: Page;

  it('begin with XOR, and the proof that no line separates it', async () => {
    await open();
    // B + C = A + D is the only dependency of the four corners.
    await page.getByText('0.5·(+B) + 0.5·(+C) = 0.5·(−A) + 0.5·(−D)').waitFor();
    await page.getByText('The hulls of the two classes meet here, so no line has them on different sides.').waitFor();
    // Without a bias 0 is on every line, and so no labeling at all is produced.
    deepEqual(await counts(), [
      ['14', String(count(4, 2, true)), '24 = 16'],
      ['0', String(count(4, 2)), '24 = 16'],
    ]);
  });

  it('are added by clicks, moved by dragging, taken away with Delete, and all of it undone and redone', async () => {
    await open();
    await choose('No points');
    await page.getByText('There are no points yet').waitFor();
    await page.mouse.click(...(await at(0, 0)));
    await page.getByRole('radio', { name: 'minus' }).click();
    await page.mouse.click(...(await at(1, 1)));
    const added = ['A, label plus, at 0, 0', 'B, label minus, at 1, 1'];
    deepEqual(await points(), added);
    await drag(await at(1, 1), await at(1, 0));
    const moved = ['A, label plus, at 0, 0', 'B, label minus, at 1, 0'];
    deepEqual(await points(), moved);
    await point('A').click();
    const toggled = ['A, label minus, at 0, 0', 'B, label minus, at 1, 0'];
    deepEqual(await points(), toggled);
    await page.keyboard.press('Delete');
    deepEqual(await points(), ['A, label minus, at 1, 0']);
    for (const before of [toggled, moved, added]) {
      await page.getByRole('button', { name: 'Undo' }).click();
      deepEqual(await points(), before);
    }
    await page.keyboard.press('Control+y');
    deepEqual(await points(), moved);
    await page.keyboard.press('Control+z');
    deepEqual(await points(), added);
  });

  it('are changed by the keyboard alone', async () => {
    await open();
    await choose('No points');
    await page.getByRole('button', { name: 'Add a point' }).press('Enter');
    await page.getByRole('button', { name: /^A, label plus, at 0\.5, 0\.5$/ }).waitFor();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Space']) await page.keyboard.press(key);
    deepEqual(await points(), ['A, label minus, at 1, 0.75']);
  });

  it('are separated with the largest margin', async () => {
    await open();
    await choose('No points');
    await page.mouse.click(...(await at(1, 1)));
    await page.getByRole('radio', { name: 'minus' }).click();
    await page.mouse.click(...(await at(0, 0)));
    // Half the distance between the two.
    await page.getByText(`Yes, with a margin of ${(Math.SQRT2 / 2).toFixed(4)}`).waitFor();
    match((await page.locator('netloupe-points .formula').textContent())!, /^w = \(\S+, \S+\), b = \S+$/);
    await setBias(page, false);
    await page.getByText('This point is 0, through which every line passes.').waitFor();
  });

  // Corners of the n-cube with a bias: OEIS A000609. Without one 0 is on every plane.
  for (const [dimensions, corners, labelings] of [
    [1, 2, 4],
    [2, 4, 14],
    [3, 8, 104],
    [4, 16, 1882],
    [5, 32, 94572],
  ] as const)
    it(`count ${labelings} labelings of the ${dimensions}-cube, beside general position`, async () => {
      await open();
      await choose(`Corners of the ${dimensions}-cube (${corners})`);
      await page
        .getByRole('cell', { name: String(labelings), exact: true })
        .first()
        .waitFor();
      await page.getByText('without: ').waitFor();
      const [withBias, plain] = await counts();
      deepEqual(withBias!.slice(0, 2), [labelings, count(corners, dimensions, true)].map(String));
      deepEqual(plain!.slice(0, 2), [0n, count(corners, dimensions)].map(String));
    });

  it('tell how far a count is, and stop it', async () => {
    await open({ delays: { count: 60_000 } });
    await page.getByText(/^Counting with a bias [1-9]\d?\s%$/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    await page.getByText('Cancelled.').waitFor();
    await page.waitForFunction(() => {
      const counts = window.capacityFake.asked.filter(({ message }) => message === 'count');
      return counts.map(({ cancelled }) => cancelled).join() === 'true,false';
    });
    await page.evaluate(() => (window.capacityFake.options.delays = {}));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('cell', { name: '14', exact: true }).first().waitFor();
  });

  it('drop the answer to a question that is not asked any more', async () => {
    await open({ delays: { separate: 60_000, count: 60_000 } });
    await page.getByText(/^Counting without/).waitFor();
    await choose('AND');
    await choose('Corners of the 3-cube (8)');
    await page.waitForFunction(() =>
      window.capacityFake.asked.some(({ request }) => (request as PointSet).points.length === 8),
    );
    await page.evaluate(() => (window.capacityFake.options.delays = {}));
    await page.getByRole('cell', { name: '104', exact: true }).waitFor();
    await page.waitForFunction(() => window.capacityFake.asked.every(({ answered }) => answered));
    ok(await page.getByRole('cell', { name: '104', exact: true }).isVisible());
    await page.getByText('No, and here is the proof:').waitFor();
  });

  it('are read from a file, of any dimension, or say what is wrong with it', async () => {
    const file = {
      name: 'points.npz#train',
      points: [
        [0, 0, 1],
        [2, 0, 0],
        [0, 3, 0],
      ],
    };
    const failure = 'Points 1 and 3 of points.npz hold NaN; a perceptron takes finite numbers.';
    await open({ file, failures: { openPoints: failure } });
    await page.getByRole('button', { name: 'Open file…' }).click();
    await page.getByRole('alert').getByText('Points A and C of points.npz hold NaN').waitFor();
    await page.getByRole('button', { name: 'Open file…' }).click();
    await page.getByText('points.npz#train').first().waitFor();
    await page.getByRole('cell', { name: '8', exact: true }).first().waitFor();
    equal(await page.locator('netloupe-point-list').getByRole('rowheader').count(), 3);
    await page.getByRole('button', { name: 'Random labels' }).click();
    await page.getByText(/^Yes/).waitFor();
  });

  it('take typed coordinates, and refuse what is none', async () => {
    await open();
    await page.locator('summary', { hasText: 'Coordinates' }).click();
    for (const text of ['1', 'a, b', '1, Infinity', '1, 2, 3', 'NaN 0']) {
      await field(page, 'Coordinates of A').fill(text);
      await field(page, 'Coordinates of A').press('Enter');
      await page.getByRole('alert').getByText(`“${text}” are not coordinates of A; enter two finite numbers`).waitFor();
    }
    await field(page, 'Coordinates of A').fill('0.5, 0.5');
    await field(page, 'Coordinates of A').press('Enter');
    await point('A', 'minus, at 0.5, 0.5').waitFor();
    equal(await page.getByRole('alert').count(), 0);
  });

  it('say why a question failed, and ask it again', async () => {
    await open({ failures: { separate: 'Points 1, 2 and 4 are too far apart.' } });
    await page.getByRole('alert').getByText('Points A, B and D are too far apart.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No, and here is the proof:').waitFor();
  });

  it('are as they were after a reload', async () => {
    await open();
    await choose('No points');
    await page.mouse.click(...(await at(0.5, 0.25)));
    deepEqual(await points(), ['A, label plus, at 0.5, 0.25']);
    await page.reload();
    deepEqual(await points(), ['A, label plus, at 0.5, 0.25']);
    ok(await page.getByRole('tab', { name: 'Points', selected: true }).isVisible());
  });

  async function open(options: Partial<CapacityFakeOptions> = {}): Promise<void> {
    page = await openPanel(browser, options);
    await showPart(page, 'Points');
  }

  async function choose(name: string): Promise<void> {
    await page.locator('netloupe-points-toolbar vscode-single-select').click();
    await page.getByRole('option', { name, exact: true }).click();
  }

  /** The rows of the table of counts, with a bias and without, once all are there. */
  async function counts(): Promise<string[][]> {
    await page.getByText(/^without: (not )?(as )?in general position$/).waitFor();
    await page.getByText(/^with a bias: (not )?(as )?in general position$/).waitFor();
    const rows = await page.locator('netloupe-counts tbody tr').all();
    return Promise.all(rows.map(async (row) => (await row.locator('td').allTextContents()).map((text) => text.trim())));
  }

  async function points(): Promise<string[]> {
    await point('A').waitFor();
    return page
      .locator('netloupe-plane .point')
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')!));
  }

  function point(name: string, label = ''): Locator {
    return page.getByRole('button', { name: new RegExp(`^${name}, label ${label}`) });
  }

  /** A place of the plane that holds the unit square, on the page. */
  async function at(x: number, y: number): Promise<[number, number]> {
    const box = (await page.locator('netloupe-plane svg').boundingBox())!;
    return [box.x + ((x + 0.75) / 2.5) * box.width, box.y + ((1.75 - y) / 2.5) * box.height];
  }

  async function drag(from: [number, number], to: [number, number]): Promise<void> {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 5 });
    await page.mouse.up();
  }
});
