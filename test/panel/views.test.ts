/**
 * What the panel draws: colours at known pixels, views of every kind of array, zoom, pan, pointer and keyboard.
 * Leaves pictures of all of it in test/output/panel for people to look at.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { divergingMaps } from '../../src/shared/picture/diverging';
import { eventually } from '../helpers/eventually';
import { panelSuite, pickMethod, pixel, screenshot } from './browser';
import { formatNumber } from '../../webview/ui/format';
import { scenarios } from './scenario';

const strongest = [...divergingMaps.dark.colours.at(-1)!, 255];
const weakest = [...divergingMaps.dark.colours[0]!, 255];

panelSuite('explain', 'views of the explain panel', (browser) => {
  let page: Page;

  describe('pictures', () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const)
      it(`paints zero as the ground and the limits as ends in ${theme}`, async () => {
        page = await browser.open({ theme });
        const [neutral, end] = theme === 'light' ? [246, divergingMaps.light] : [31, divergingMaps.dark];
        // The formula of the scenario: 0.2 in the middle of the bar, 0 outside of the ink, −0.1 at most below.
        deepEqual(await pixel(page, 'heat', 12, 6), [...end.colours.at(-1)!, 255]);
        deepEqual(await pixel(page, 'heat', 2, 2), [neutral, neutral, neutral, 255]);
        const [red = 0, , blue = 0] = await pixel(page, 'heat', 14, 18);
        ok(blue > red + 20, `${red}, ${blue} is blue`);
        deepEqual(await pixel(page, 'input', 12, 6), [255, 255, 255, 255]);
        deepEqual(await pixel(page, 'input', 2, 2), [0, 0, 0, 255]);
        await screenshot(page, `digit-${theme}`);
      });

    it('switches views by key, radio and arrow', async () => {
      page = await browser.open();
      const selected = () => page.locator('[role=radio][aria-checked=true]').innerText();
      equal(await canvases(page), 2);
      await page.keyboard.press('3');
      deepEqual([await selected(), await canvases(page)], ['Heatmap', 1]);
      await page.keyboard.press('2');
      deepEqual([await selected(), await canvases(page)], ['Overlay', 2]);
      await page.getByRole('radio', { name: 'Overlay' }).focus();
      await page.keyboard.press('ArrowLeft');
      equal(await selected(), 'Side by side');
    });

    it('leaves digits to a field that is typed into', async () => {
      page = await browser.open();
      await page.getByRole('textbox', { name: 'steps' }).fill('3');
      await page.keyboard.type('2');
      equal(await page.locator('[role=radio][aria-checked=true]').innerText(), 'Side by side');
    });

    it('lays the heatmap over the input: clear at zero, as opaque as the slider says at the limit', async () => {
      page = await browser.open();
      await page.keyboard.press('2');
      equal((await pixel(page, 'heat', 2, 2))[3], 0);
      equal((await pixel(page, 'heat', 12, 6))[3], 204);
      await page.getByRole('slider', { name: /Opacity/ }).fill('50');
      equal((await pixel(page, 'heat', 12, 6))[3], 128);
      await screenshot(page, 'digit-overlay');
    });

    it('offers another limit, and says which', async () => {
      page = await browser.open({ scenario: 'photo' });
      await page.getByText(/99\.5th percentile of \|attribution\| \(20 of 4096 beyond.*sum over 3 channels/).waitFor();
      await choose(page, 'Full colour at', 'Maximum');
      await page.getByText(/is the largest \|attribution\| of this sample; sum over 3 channels/).waitFor();
    });

    it('follows the theme until a map of colours is chosen, and says what exports do', async () => {
      page = await browser.open();
      const zero = async () => (await pixel(page, 'heat', 2, 2))[0];
      const note = page.getByText('in exported pictures it is white');
      equal(await note.count(), 1);
      await page.evaluate(() => window.fake.setTheme('light'));
      await eventually(async () => equal(await zero(), 246));
      equal(await note.count(), 0);
      await choose(page, 'Colours', 'Blue, black, orange');
      await eventually(async () => equal(await zero(), 31));
      equal(await note.count(), 0);
      await screenshot(page, 'digit-second-map');
    });

    for (const width of [400, 760, 1200])
      it(`keeps the ticks of the colours apart, and the page still under the pointer, ${width} wide`, async () => {
        for (const scenario of ['digit', 'photo', 'signal'] as const) {
          page = await browser.open({ scenario }, { width, height: 900 });
          const ticks = await page
            .locator('netloupe-legend .tick')
            .evaluateAll((all) =>
              all.map((tick) => tick.getBoundingClientRect()).map(({ left, right }) => [left, right]),
            );
          ok(ticks.length >= 3);
          ticks.slice(1).forEach(([left], i) => ok(left! > ticks[i]![1]!, `${left} after ${ticks[i]![1]}`));
          const height = async () => await page.evaluate(() => document.documentElement.scrollHeight);
          const before = await height();
          await page.getByRole('img', { name: scenario === 'signal' ? /^Signal/ : /^Attribution/ }).hover();
          await page.getByText(/^input/).waitFor();
          equal(await height(), before);
          await page.close();
        }
      });

    it('sums channels with their sign, or shows one', async () => {
      for (const scenario of ['photo', 'channelsLast'] as const) {
        page = await browser.open({ scenario });
        const frame = page.getByRole('img', { name: /^Attribution/ });
        await pointAt(frame, 36, 22, 64);
        const channels = [0, 1, 2].map((channel) => scenarios.photo.attribution((channel * 64 + 22) * 64 + 36, 0));
        const sum = channels.reduce((total, value) => total + value);
        equal(await readout(page), `row 22, column 36 input 2, −0.8889, −1.111 attribution ${formatNumber(sum)}`);
        await choose(page, 'Channel', '2');
        await pointAt(frame, 36, 22, 64);
        equal(await readout(page), `row 22, column 36 input −1.111 attribution ${formatNumber(channels[2]!)}`);
        if (scenario === 'photo') await page.close();
      }
    });

    it('reads values under the pointer, with their standard error where there is one', async () => {
      page = await browser.open();
      await pointAt(page.getByRole('img', { name: /^Input/ }), 12, 6, 28);
      equal(await readout(page), 'row 6, column 12 input 1 attribution 0.2');
      equal(await page.locator('.place').count(), 2);
      await pickMethod(page, 'SmoothGrad');
      await page.getByText(/Standard error does not hold/).waitFor();
      await pointAt(page.getByRole('img', { name: /^Input/ }), 12, 6, 28);
      equal(await readout(page), 'row 6, column 12 input 1 attribution 0.2 ± 0.001');
    });

    it('zooms and pans both panes by wheel, drag and keys', async () => {
      page = await browser.open();
      const frame = page.getByRole('img', { name: /^Attribution/ });
      const box = (await frame.boundingBox())!;
      await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
      await page.mouse.wheel(0, -100);
      await page.getByText('1.2×').waitFor();
      const [left, right] = await pictureStyles(page);
      equal(left, right);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 4 - 40, box.y + box.height / 4, { steps: 3 });
      await page.mouse.up();
      const dragged = await pictureStyles(page);
      ok(dragged[0] !== left && dragged[0] === dragged[1]);
      await frame.focus();
      await page.keyboard.press('+');
      await page.getByText('1.4×').waitFor();
      await page.keyboard.press('ArrowRight');
      ok((await pictureStyles(page))[0] !== dragged[0]);
      await page.keyboard.press('0');
      await page.getByText('1×', { exact: true }).waitFor();
      await frame.dblclick();
      await page.getByText('1×', { exact: true }).waitFor();
    });

    it('reads pixels by keyboard', async () => {
      page = await browser.open();
      await page.getByRole('img', { name: /^Attribution/ }).focus();
      await page.keyboard.press('Shift+ArrowUp');
      match(await readout(page), /row 13, column 14/);
      await page.keyboard.press('Shift+ArrowLeft');
      match(await readout(page), /row 13, column 13/);
    });
  });

  describe('batches', () => {
    it('steps through samples by button and key, and stops at the ends', async () => {
      page = await browser.open({ scenario: 'batch' });
      ok(await page.getByRole('button', { name: /Previous sample/ }).isDisabled());
      await page.getByRole('button', { name: /Next sample/ }).click();
      await page.getByText('2/16').waitFor();
      // Odd samples have the opposite sign.
      deepEqual(await pixel(page, 'heat', 12, 6), weakest);
      await page.keyboard.press('.');
      await page.getByText('3/16').waitFor();
      deepEqual(await pixel(page, 'heat', 12, 6), strongest);
      for (let i = 0; i < 20; i++) await page.keyboard.press('.');
      await page.getByText('16/16').waitFor();
      await page.getByText(/gap 0\.45\s% \(tolerance 1\s%\)\./).waitFor();
      await page.keyboard.press(',');
      await page.getByText('15/16').waitFor();
    });
  });

  describe('other kinds of arrays', () => {
    it('draws a signal as a line with bars below', async () => {
      page = await browser.open({ scenario: 'signal' });
      const plot = page.getByRole('img', { name: /^Signal of 512 positions/ });
      const box = (await plot.boundingBox())!;
      const x = 52 + ((box.width - 60) * 178.5) / 512;
      await page.mouse.move(box.x + x, box.y + 10);
      match(await readout(page), /position 178 input 1\.581 attribution 0\.3/);
      await page.mouse.move(0, 0);
      // Just above the zero line at the strongest position, between the heights of the two parts.
      const zero = 8 + (box.height - 42) * 0.55 + 14 + ((box.height - 42) * 0.45) / 2;
      const [red = 0, green = 0, blue = 0] = await pixelOf(plot, x, zero - 12);
      ok(red > 200 && red > green + 50 && green > blue, `${red}, ${green}, ${blue} is orange`);
      await plot.focus();
      await page.keyboard.press('+');
      await page.getByText('1.2×').waitFor();
      await page.keyboard.press('Shift+ArrowRight');
      match(await readout(page), /position \d+ input/);
      await screenshot(page, 'signal');
    });

    it('draws features as signed bars, in order or the strongest first', async () => {
      page = await browser.open({ scenario: 'tabular', theme: 'light' });
      const features = () => page.locator('netloupe-features tbody td:first-child').allInnerTexts();
      deepEqual((await features()).slice(0, 3), ['0', '1', '2']);
      await page.getByText('Strongest first').click();
      deepEqual((await features()).slice(0, 3), ['11', '10', '9']);
      deepEqual(await page.locator('netloupe-features tbody tr').first().locator('td').allInnerTexts(), [
        '11',
        '−0.447',
        '',
        '−1.1',
      ]);
      // Eleven bars: the first feature is exactly zero.
      equal(await page.locator('netloupe-features .bar').count(), 11);
      await screenshot(page, 'tabular');
    });

    it('cuts volumes across each axis', async () => {
      page = await browser.open({ scenario: 'volume' });
      const size = () =>
        page.locator('canvas[data-layer=heat]').evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
      deepEqual(await size(), [40, 32]);
      await choose(page, 'Axis to slice across', 'width (40)');
      deepEqual(await size(), [32, 24]);
      await page.getByRole('slider', { name: /Slice/ }).fill('10');
      await page.getByText('11/40').waitFor();
      // The left half is negative, the right positive.
      const middle = async () => await pixel(page, 'heat', 16, 12);
      const left = await middle();
      ok(left[2]! > left[0]! + 50);
      await page.getByRole('slider', { name: /Slice/ }).fill('30');
      const right = await middle();
      ok(right[0]! > right[2]! + 50);
      await screenshot(page, 'volume');
    });
  });
});

async function choose(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function canvases(page: Page): Promise<number> {
  return await page.locator('netloupe-picture canvas').count();
}

async function pointAt(frame: Locator, column: number, row: number, size: number): Promise<void> {
  const box = (await frame.boundingBox())!;
  await frame.hover({
    position: { x: ((column + 0.5) * box.width) / size, y: ((row + 0.5) * box.height) / size },
    force: true,
  });
}

async function readout(page: Page): Promise<string> {
  return (await page.locator('.readout').innerText()).replace(/\s+/g, ' ').trim();
}

async function pictureStyles(page: Page): Promise<(string | null)[]> {
  return await page
    .locator('.picture')
    .evaluateAll((pictures) => pictures.map((picture) => picture.getAttribute('style')));
}

/** A pixel of a plot, by CSS pixels from its corner. */
async function pixelOf(canvas: Locator, x: number, y: number): Promise<number[]> {
  return await canvas.evaluate(
    (element, place) => {
      const plot = element as HTMLCanvasElement;
      const scale = plot.width / plot.getBoundingClientRect().width;
      const context = plot.getContext('2d')!;
      return [...context.getImageData(Math.round(place.x * scale), Math.round(place.y * scale), 1, 1).data];
    },
    { x, y },
  );
}
