/** The cloud panel in a browser: what it draws, whom the lasso catches, what it says to the editor, and how it looks. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { CloudLink } from '../../src/shared/api/cloud';
import { CloudPage } from './cloudPage';
import { panelSuite, screenshot, type Size } from './browser';
import { eventually } from '../helpers/eventually';
import type { FakeCloud, FakeCloudOptions } from './fakeCloud';

const blue = [0x3f, 0x90, 0xda];
const orange = [0xff, 0xa9, 0x0e];

panelSuite('cloud', 'the cloud panel', (browser) => {
  let page: Page;
  let cloud: CloudPage;

  it('draws each point where the map has it, in the colour of its label', async () => {
    await open({ points: 30, classes: 10 });
    await cloud.look({ labels: false, opacity: 1, size: 12, pictures: false });
    deepEqual(await cloud.colourAt(0), blue);
    deepEqual(await cloud.colourAt(11), orange);
  });

  it('asks for points to add, once the map has settled', async () => {
    await open({ points: 30 });
    await page.getByRole('button', { name: 'Add Points…' }).click();
    await page.waitForFunction(() => (window as unknown as { fakeCloud: FakeCloud }).fakeCloud.added === 1);
  });

  it('shows a map on a line with its points spread up and down, and says that this means nothing', async () => {
    await open({ points: 3000, dimensions: 1 });
    await page.getByText('Only the horizontal axis has meaning').waitFor();
    const places = await page.evaluate(() => {
      const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
      const { screen, size } = stage as unknown as { screen: Float32Array; size: { height: number } };
      return { screen: [...screen], height: size.height };
    });
    const heights = places.screen.filter((value, i) => i % 2 === 1 && !Number.isNaN(value));
    equal(heights.length, 2999);
    ok(Math.max(...heights) - Math.min(...heights) > places.height / 3);
    await screenshot(page, 'cloud-line', false);
  });

  it('draws again after the graphics card was lost', async () => {
    await open({ points: 30 });
    await cloud.look({ labels: false, opacity: 1, size: 12, pictures: false });
    await page.evaluate(async () => {
      const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
      const canvas = stage.shadowRoot!.querySelector<HTMLCanvasElement>('.points')!;
      const loss = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
      const [lost, restored] = ['webglcontextlost', 'webglcontextrestored'].map(
        (event) => new Promise((resolve) => canvas.addEventListener(event, resolve)),
      );
      loss.loseContext();
      await lost;
      // The browser restores only what was lost in an earlier turn.
      await new Promise((resolve) => setTimeout(resolve));
      loss.restoreContext();
      await restored;
    });
    await eventually(async () => deepEqual(await cloud.colourAt(0), blue));
  });

  it('says why there is nothing where WebGL 2 is missing', async () => {
    await open({ noGraphics: true });
    await page.getByText('no WebGL 2').waitFor();
  });

  it('switches categories off, and shows one alone', async () => {
    await open({ points: 30 });
    await cloud.look({ labels: false, opacity: 1, size: 12, pictures: false });
    await page.getByRole('button', { name: /^zero/ }).click();
    const dimmed = await cloud.colourAt(0);
    ok(dimmed[2]! < 80, `it is dimmed: ${dimmed.join()}`);
    deepEqual(await cloud.colourAt(11), orange);
    await page.getByRole('button', { name: /^zero/ }).click({ modifiers: ['Alt'] });
    deepEqual(await cloud.colourAt(0), blue);
    equal(await page.locator('netloupe-cloud-legend [aria-pressed=true]').count(), 1);
    await page.getByRole('button', { name: /^zero/ }).click({ modifiers: ['Alt'] });
    equal(await page.locator('netloupe-cloud-legend [aria-pressed=true]').count(), 10);
  });

  it('colours by numbers, with their range', async () => {
    await open({});
    await cloud.colour('stroke width');
    await page.getByText('20 points beyond have the end colour').waitFor();
    match(await page.locator('netloupe-cloud-legend .ends').innerText(), /^1\s+3$/);
  });

  it('chooses with the lasso those that it encloses; Shift adds, Alt takes away, Escape clears', async () => {
    await open({});
    const [zero, five] = [await cloud.around(0), await cloud.around(5)];
    await page.keyboard.press('s');
    await cloud.lasso(zero.box);
    await chose(zero.indices);
    await cloud.lasso(five.box, 'Shift');
    await chose([...zero.indices, ...five.indices].sort((a, b) => a - b));
    await cloud.lasso(zero.box, 'Alt');
    await chose(five.indices);
    await page.keyboard.press('Escape');
    await page.getByText('Click a point, or draw').waitFor();
  });

  it('tells other clouds of the same data whom it chose, and shows whom they chose', async () => {
    await open({});
    const { box, indices } = await cloud.around(0);
    await page.keyboard.press('s');
    await cloud.lasso(box);
    await eventually(async () => deepEqual((await told()).at(-1)?.selected, indices));
    const colour = await page.evaluate(() => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { columns: { id: string; title: string }[] };
      return panel.columns.find(({ title }) => title === 'confidence (model)')!.id;
    });
    await page.evaluate((colour) => {
      const { fakeCloud } = window as unknown as { fakeCloud: FakeCloud };
      fakeCloud.link({ selected: [3, 13, 23], hovered: 7, colour });
    }, colour);
    await page.getByText('3 points', { exact: true }).waitFor();
    await page.locator('aside h2').first().filter({ hasText: 'confidence (model)' }).waitFor();
    ok(!(await told()).some(({ selected }) => selected?.length === 3), 'what was heard is not told on');

    async function told(): Promise<CloudLink[]> {
      return (await cloud.fake('links')) as CloudLink[];
    }
  });

  it('chooses a point with a click, and nothing beside one', async () => {
    await open({ points: 30 });
    const place = await cloud.placeOf(3);
    await page.mouse.click(...place);
    await chose([3]);
    const box = (await page.locator('netloupe-stage').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByText('Click a point, or draw').waitFor();
  });

  it('counts what is chosen, tells right from wrong predictions, and has it explained', async () => {
    await open({});
    const { box, indices } = await cloud.around(3);
    await cloud.lasso(box, 'Shift');
    await page.getByText(`${indices.length} points`, { exact: true }).waitFor();
    match(await page.locator('.confusion').innerText(), /three/);
    ok((await page.locator('.confusion .wrong').count()) > 0);
    await page.locator('vscode-button', { hasText: 'Explain' }).click();
    await page.getByText(`Explaining ${indices.length} samples`).waitFor();
    const [request] = (await cloud.fake('selections')) as FakeCloud['selections'];
    deepEqual(request, { kind: 'explain', indices });
  });

  it('shows the sample under the pointer with its nearest in the data', async () => {
    await open({ points: 30 });
    await page.mouse.move(...(await cloud.placeOf(12)));
    const card = page.locator('.card');
    await card.waitFor();
    match(await card.innerText(), /Sample\s+12\s+label\s+two/);
    await eventually(async () => equal(await card.locator('.nearest canvas').count(), 6));
    await page.keyboard.press('Escape');
  });

  it('shows numbers of samples that are no pictures', async () => {
    await open({ points: 30, pictures: false });
    await page.mouse.move(...(await cloud.placeOf(12)));
    await page.getByText('0.841').waitFor();
  });

  it('names the numbers of samples where the data does', async () => {
    await open({ points: 30, pictures: false, features: ['radius', 'texture'] });
    await page.mouse.move(...(await cloud.placeOf(12)));
    await page.getByText('radius 0 · texture 0.841', { exact: true }).waitFor();
  });

  it('has words on its tools where there is room, and goes through its menu by keys', async () => {
    await open({});
    for (const word of ['Move', 'Select', 'Fit', 'Names', 'Pictures', 'Grid', 'Add Points…'])
      await page.locator('header .word', { hasText: word }).waitFor();
    await page.setViewportSize({ width: 700, height: 800 });
    await page.locator('header .word').first().waitFor({ state: 'hidden' });
    await page.locator('.menu summary').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await eventually(async () =>
      deepEqual(
        ((await cloud.fake('exports')) as FakeCloud['exports']).map(({ kind }) => kind),
        ['cli'],
      ),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'hidden' });
  });

  it('keeps the point under the pointer in place when it zooms, and shows all again with 0', async () => {
    await open({ points: 30 });
    const place = await cloud.placeOf(4);
    await page.mouse.move(...place);
    await page.mouse.wheel(0, -600);
    await eventually(async () => ok((await cloud.zoom()) > 1));
    const after = await cloud.placeOf(4);
    ok(Math.hypot(after[0] - place[0], after[1] - place[1]) < 1.5, `${place.join()} → ${after.join()}`);
    await page.keyboard.press('0');
    await page.locator('netloupe-stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('0');
    await eventually(async () => equal(await cloud.zoom(), 1));
    const whole = await cloud.placeOf(4);
    ok(Math.hypot(whole[0] - place[0], whole[1] - place[1]) < 1.5);
  });

  it('streams a map while it settles, and hears what is said to it', async () => {
    await open({ scenario: 'settles' }, false);
    await page.getByText(/iteration/).waitFor();
    match(await page.locator('.settling .status').innerText(), /iteration \d+ of 750 · KL [\d.]+/);
    await cloud.button('Pause').click();
    await page.getByText('Paused').waitFor();
    await cloud.button('Continue').click();
    await cloud.button('Exaggerate').click();
    await screenshot(page, 'cloud-settling', false);
    await cloud.button('Finish Now').click();
    await page.getByText('KL divergence').waitFor();
    deepEqual(
      ((await cloud.fake('steered')) as FakeCloud['steered']).map(({ kind }) => kind),
      ['pause', 'continue', 'exaggerate', 'finish'],
    );
  });

  it('can be cancelled, and begun again', async () => {
    await open({ scenario: 'settles' }, false);
    await page.getByText(/iteration/).waitFor();
    await cloud.button('Cancel').click();
    await page.getByText('Cancelled.').waitFor();
    await cloud.button('Run Again').click();
    await page.getByText(/iteration/).waitFor();
  });

  it('says why there is no map', async () => {
    await open({ scenario: 'fails' }, false);
    await page.getByText('All 100 rows of digits.npz are NaN').waitFor();
  });

  it('says how good the map is and what made it', async () => {
    await open({});
    const text = await page.locator('aside').innerText();
    for (const part of [
      /Trustworthiness\s+0.987/,
      /Continuity\s+0.971/,
      /KL divergence\s+1.482 nats/,
      /Neighbours kept\s+41\s%/,
      /perplexity\s+40/,
    ])
      match(text, part);
  });

  it('takes the cloud away as pictures, arrays, tables and a command', async () => {
    await open({});
    for (const name of [
      'Picture (PNG)…',
      'Drawing (SVG)…',
      'Grid of Pictures',
      'Arrays (npz)…',
      'Table (CSV)…',
      'Embedding Projector',
      'Copy CLI',
    ]) {
      await page.locator('.menu summary').click();
      await page.getByRole('menuitem', { name }).click();
      await page.locator('.note', { hasText: /Saved|Copied/ }).waitFor();
    }
    const exports = await eventually(async () => {
      const made = (await cloud.fake('exports')) as FakeCloud['exports'];
      deepEqual(made.map(({ kind }) => kind).sort(), ['cli', 'csv', 'npz', 'png', 'png', 'projector', 'svg']);
      return made;
    });
    const svg = exports.find(({ kind }) => kind === 'svg')!;
    ok(
      svg.kind === 'svg' && svg.text.startsWith('<svg') && (svg.text.match(/M[\d.]+ [\d.]+h0/g)?.length ?? 0) === 1999,
    );
    const grid = exports.find((request) => request.kind === 'png' && request.name === 'grid')!;
    ok(grid.kind === 'png' && width(grid.bytes) >= 2000, 'each picture at full size');
  });

  it('has a place for everybody when it is narrow', async () => {
    await open({}, true, { width: 520, height: 800 });
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await screenshot(page, 'cloud-narrow', false);
  });

  describe('looks', () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const)
      it(theme, async () => {
        await open({ theme });
        const { box } = await cloud.around(3);
        await cloud.lasso(box, 'Shift');
        await page.mouse.move(...(await cloud.placeOf(20)));
        await page.locator('.card .nearest canvas').nth(5).waitFor();
        await screenshot(page, `cloud-${theme}`, false);
        await cloud.colour('stroke width');
        await page.locator('netloupe-cloud-legend .ends').waitFor();
        await screenshot(page, `cloud-${theme}-numbers`, false);
      });
    it('pictures when zoomed in, and on a grid', async () => {
      await open({});
      await page.mouse.move(...(await cloud.placeOf(20)));
      for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -200);
      await page.mouse.move(30, 400);
      await eventually(async () => ok(((await cloud.fake('thumbnails')) as number) > 0));
      await screenshot(page, 'cloud-zoomed', false);
      await page.locator('vscode-toolbar-button[label="Grid"]').click();
      await page.locator('vscode-toolbar-button[label="Fit"]').click();
      await eventually(async () => ok(((await cloud.fake('thumbnails')) as number) >= 1999));
      await screenshot(page, 'cloud-grid', false);
    });
    it('three dimensions', async () => {
      await open({ dimensions: 3, points: 5000 });
      await screenshot(page, 'cloud-3d', false);
    });
  });

  async function open(
    options: Partial<FakeCloudOptions>,
    wait = true,
    size: Size = { width: 1200, height: 800 },
  ): Promise<void> {
    page = await browser.show(options, size);
    cloud = new CloudPage(page);
    await page.locator('netloupe-stage').waitFor();
    if (!wait) return;
    await page.locator('netloupe-cloud-legend li').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await cloud.hasColumn('confidence (model)');
    await cloud.stands();
  }

  async function chose(indices: number[]): Promise<void> {
    await eventually(async () => deepEqual(await cloud.chosen(), indices));
  }
});

/** Of a PNG, from its header. */
function width(png: Uint8Array): number {
  return new DataView(png.buffer, png.byteOffset).getUint32(16);
}
