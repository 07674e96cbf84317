/** The explain panel in a browser: what a person does and what the editor is asked. The editor is slow and fails on demand. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import type { Page } from 'playwright-core';
import { eventually } from '../helpers/eventually';
import { panelSuite, pickMethod, screenshot, settled } from './browser';
import type { FakeExplain } from './fakeExplain';

panelSuite('explain', 'explain panel', (browser) => {
  let page: Page;

  describe('running', () => {
    it('runs when it opens, and says what is explained by what', async () => {
      page = await browser.open();
      match(await textOf(page, 'netloupe-header'), /digits_cnn\.onnx · seven\.png/);
      match(await textOf(page, 'netloupe-header'), /Integrated Gradients for 7 · seven, output 12\.3 · cpu, 124 ms/);
      deepEqual(await targets(page), ['argmax']);
    });

    it('shows what the editor brought along without running', async () => {
      page = await browser.open({ withResult: true });
      deepEqual(await targets(page), []);
      match(await textOf(page, 'netloupe-header'), /7 · seven/);
    });

    it('shows what each layer kept, and marks where relevance was lost', async () => {
      page = await browser.open();
      await page.getByText('Ledger: what each layer passed on and absorbed').click();
      const rows = page.locator('netloupe-ledger tbody tr');
      equal(await rows.count(), 2);
      equal(await page.locator('netloupe-ledger tbody tr.broken').count(), 1);
      match((await rows.first().textContent())!, /logits\s*Gemm · epsilon 0.000001\s*1\s*0.95\s*0.04\s*0.01\s*0/);
      const detail = page.locator('netloupe-ledger .detail');
      match((await detail.textContent())!, /Point to a layer/);
      await rows.last().hover();
      match(
        (await detail.textContent())!.replace(/\s+/g, ' '),
        /conv1.*⚠ lost or made relevance entered 95 % ?passed on 80 %/,
      );
      await screenshot(page, 'ledger');
      await rows.first().focus();
      match(
        (await detail.textContent())!.replace(/\s+/g, ' '),
        /^logits entered 100 % ?passed on 95 % ?absorbed by biases 4 %/,
      );
      equal(await detail.locator('.track').count(), 5);
    });

    it('explains a class that is clicked', async () => {
      page = await browser.open();
      await page.getByRole('button', { name: /3 · three/ }).click();
      await settled(page);
      deepEqual(await targets(page), ['argmax', '3']);
      match(await textOf(page, 'netloupe-header'), /for 3 · three, output 4\.6/);
      equal(await page.getByRole('button', { name: /three/ }).getAttribute('aria-pressed'), 'true');
      match(await textOf(page, 'netloupe-target'), /3 · three/);
    });

    it('drops the late answer of a run that another replaced', async () => {
      page = await browser.open({ delays: [0, 60_000, 0] });
      await page.getByRole('button', { name: /3 · three/ }).click();
      await page.getByRole('button', { name: /2 · two/ }).click();
      await settled(page);
      match(await textOf(page, 'netloupe-header'), /for 2 · two/);
      await page.evaluate(() => window.fake.runs[1]!.answer());
      await page.waitForFunction(() => window.fake.runs[1]!.answered);
      // Answers come in the order in which they were sent: this one is behind the late one.
      await page.getByRole('button', { name: /command/ }).click();
      await page.getByText('Copied: netloupe attribute digits_cnn.onnx').waitFor();
      match(await textOf(page, 'netloupe-header'), /for 2 · two/);
      equal(await page.evaluate(() => window.fake.runs[1]!.cancelled), true);
    });

    it('shows progress, and cancels', async () => {
      page = await browser.open({ delays: [0, 60_000] });
      await page.getByRole('button', { name: /3 · three/ }).click();
      await page.waitForFunction(() => window.fake.runs.length === 2);
      await page.evaluate(() => window.fake.runs[1]!.progress({ fraction: 0.42, message: 'Step 21 of 50' }));
      await page.getByText('Step 21 of 50').waitFor();
      equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '42');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled. Below is the previous result.').waitFor();
      await page.waitForFunction(() => window.fake.runs[1]!.cancelled);
      equal(await page.getByRole('progressbar').count(), 0);
    });

    it('says why a run failed, keeps the previous result dimmed, and runs again', async () => {
      page = await browser.open({ failures: ['', 'There is no class 12.', ''] });
      await page.getByRole('button', { name: /3 · three/ }).click();
      match(await page.getByRole('alert').innerText(), /There is no class 12\./);
      equal(await page.locator('main.stale').count(), 1);
      match(await textOf(page, 'netloupe-header'), /for 7 · seven/);
      await page.getByRole('button', { name: 'Run again' }).click();
      await settled(page);
      equal(await page.locator('main.stale').count(), 0);
      match(await textOf(page, 'netloupe-header'), /for 3 · three/);
    });

    it('says why it cannot open, and tries again', async () => {
      page = await browser.open({ openFails: true, delays: [0, 0], withResult: false }, undefined, false);
      match(await page.getByRole('alert').innerText(), /^digits_cnn\.onnx, byte 12: the file ends/);
      await page.evaluate(() => (window.fake.options.openFails = false));
      await page.getByRole('button', { name: 'Try again' }).click();
      await settled(page);
    });

    it('asks again when the editor says that something changed', async () => {
      page = await browser.open();
      await page.evaluate(() => window.fake.refresh());
      await page.waitForFunction(() => window.fake.runs.length === 2);
      await settled(page);
    });
  });

  describe('data', () => {
    const beside = { before: '/workspace/data/six.png', after: '/workspace/data/eight.png' };

    it('goes to the file before and after, by button and by key', async () => {
      page = await browser.open({ beside });
      await page.getByRole('button', { name: 'Next file' }).click();
      await shows('eight.png');
      equal(await page.getByRole('button', { name: 'Next file' }).count(), 0);
      page = await browser.open({ beside });
      await page.keyboard.press('<');
      await shows('six.png');
      deepEqual(await page.evaluate(() => window.fake.data), ['before']);
    });

    it('lets the person choose other data, also after a failure, and keeps the form', async () => {
      page = await browser.open({ failures: ['', 'The data does not fit.', ''] });
      await page.getByRole('button', { name: /3 · three/ }).click();
      await page.getByRole('alert').getByText('The data does not fit.').waitFor();
      await page.locator('netloupe-banner').getByRole('button', { name: 'Choose Data…' }).click();
      await shows('other.png');
      deepEqual(await targets(page), ['argmax', '3', '3']);
    });

    it('shows no picture of the data before beside a failure', async () => {
      page = await browser.open({ beside, failures: ['', 'The data does not fit.'] });
      await page.getByRole('button', { name: 'Next file' }).click();
      match(await page.getByRole('alert').innerText(), /^The data does not fit\.$/);
      equal(await page.locator('netloupe-pictures').count(), 0);
    });

    it('takes a file that is dropped, and says what to do with one that has no place', async () => {
      page = await browser.open();
      await drop('application/vnd.code.uri-list', '# from the Explorer\r\nfile:///workspace/data/nine.png\r\n');
      await shows('nine.png');
      deepEqual(await page.evaluate(() => window.fake.data), ['file:///workspace/data/nine.png']);
      await drop('text/plain', 'nine');
      await page.getByText('Drop a file from the Explorer, holding Shift').waitFor();
    });

    async function shows(file: string): Promise<void> {
      await page.locator('netloupe-header').getByText(file).waitFor();
      await settled(page);
    }

    async function drop(type: string, data: string): Promise<void> {
      await page.evaluate(
        ([type, data]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData(type!, data!);
          document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        },
        [type, data],
      );
    }
  });

  describe('form', () => {
    it('sends what differs from the defaults, once, after the typing', async () => {
      page = await browser.open();
      // Faster than any hand, so that a slow machine makes no pause between them.
      await field(page, 'Steps').evaluate((element) => {
        for (const value of ['500', '5000']) {
          (element as HTMLInputElement).value = value;
          element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        }
      });
      await page.waitForFunction(() => window.fake.runs.length === 2);
      await settled(page);
      deepEqual(await lastForm(page), { method: 'integrated-gradients', parameters: { steps: 5000 } });
    });

    it('shows a wrong value at its field and does not send it', async () => {
      page = await browser.open();
      await page.clock.install();
      await field(page, 'Steps').fill('0');
      await page.getByText('Enter a whole number from 1 to 10000.').waitFor();
      await page.clock.runFor(60_000);
      equal((await targets(page)).length, 1);
      await page.getByRole('button', { name: 'Reset Steps' }).click();
      equal(await field(page, 'Steps').inputValue(), '50');
      equal(await page.getByText('Enter a whole number').count(), 0);
    });

    it('marks what was changed, and takes it back one by one and all at once', async () => {
      page = await browser.open();
      await page.getByText('Advanced').click();
      await field(page, 'Tolerance').fill('0.05');
      await page.getByText('Add steps until the tolerance holds').click();
      await page.getByText('Reset all').waitFor();
      equal(await page.locator('netloupe-field[modified]').count(), 2);
      await page.getByRole('button', { name: 'Reset Tolerance' }).click();
      equal(await page.locator('netloupe-field[modified]').count(), 1);
      await page.getByText('Reset all').click();
      equal(await page.locator('netloupe-field[modified]').count(), 0);
      equal(await page.getByText('Reset all').count(), 0);
    });

    it('changes the method, its fields and its law, and remembers what was set', async () => {
      page = await browser.open();
      await field(page, 'Steps').fill('20');
      await pickMethod(page, 'SmoothGrad');
      await page.getByText(/Standard error does not hold: gap 8\s%/).waitFor();
      deepEqual(await lastForm(page), { method: 'smoothgrad', parameters: {} });
      equal(await field(page, 'Steps').count(), 0);
      await pickMethod(page, 'Integrated Gradients');
      equal(await field(page, 'Steps').inputValue(), '20');
    });

    it('chooses an enumerated value and a device', async () => {
      page = await browser.open();
      await page.getByText('Advanced').click();
      await choose(page, 'Quadrature', 'Riemann, left');
      await choose(page, 'Device', 'webgpu');
      await page.waitForFunction(() => window.fake.runs.at(-1)?.form.device === 'webgpu');
      deepEqual((await lastForm(page)).parameters, { quadrature: 'riemann-left' });
    });

    it('offers values by their names, the layers of the model, and what is typed', async () => {
      page = await browser.open();
      const asked = async (parameters: object) =>
        await eventually(async () => deepEqual((await lastForm(page)).parameters, parameters));
      await choose(page, 'Baseline', 'The input, blurred');
      await asked({ baseline: 'blur' });
      await choose(page, 'Baseline', 'Other…');
      await field(page, 'Baseline, other').fill('0.5');
      await asked({ baseline: 0.5 });
      await choose(page, 'Baseline', 'Zero everywhere');
      await asked({});
      equal(await field(page, 'Baseline, other').count(), 0);
      await page.getByRole('combobox', { name: 'Layer', exact: true }).fill('conv1');
      await page.getByRole('option', { name: /^conv1 · Conv/ }).click();
      await asked({ layer: 'conv1' });
    });

    it('has presets, and says how many folded fields were changed', async () => {
      page = await browser.open();
      const preset = (name: string) => page.getByRole('group', { name: 'Preset' }).getByRole('button', { name });
      equal(await preset('Default').getAttribute('aria-pressed'), 'true');
      await preset('Quick').click();
      await page.getByText('Advanced (1 changed)').waitFor();
      deepEqual(
        [await preset('Quick').getAttribute('aria-pressed'), await field(page, 'Steps').inputValue()],
        ['true', '20'],
      );
      await field(page, 'Steps').fill('21');
      await eventually(async () => equal(await preset('Quick').getAttribute('aria-pressed'), 'false'));
    });

    it('keeps the picture in view while the form scrolls', async () => {
      page = await browser.open({}, { width: 1200, height: 640 });
      await page.getByText('Advanced').click();
      await page.locator('netloupe-form').evaluate((form) => form.scrollIntoView({ block: 'end' }));
      const [picture, header] = await Promise.all(
        ['netloupe-pictures', 'netloupe-header'].map((part) => page.locator(part).boundingBox()),
      );
      ok(await page.evaluate(() => window.scrollY > 100));
      ok(picture!.y >= header!.y + header!.height, `${picture!.y} below ${header!.y + header!.height}`);
      ok(picture!.y < 200, `${picture!.y}`);
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await page.locator('section.about').click({ position: { x: 4, y: 4 } });
      const ground = await page.locator('section.about').evaluate((about) => getComputedStyle(about).backgroundColor);
      match(ground, /^rgb\(/, 'what is below the views covers them');
    });

    it('takes a unit of a layer as the target', async () => {
      page = await browser.open();
      await choose(page, 'Target', 'A unit of a layer, or one class per sample…');
      await field(page, 'Target, typed').fill('conv7:1');
      await page.getByText('There is no layer output “conv7” in this model.').waitFor();
      await field(page, 'Target, typed').fill('conv1:1,2,3');
      await page.waitForFunction(() => window.fake.runs.at(-1)?.form.target === 'conv1:1,2,3');
    });

    it('searches a thousand classes', async () => {
      page = await browser.open({ classes: 1000 });
      const box = page.getByRole('combobox', { name: 'Target' });
      await box.fill('thing 640');
      await page.getByRole('option', { name: '640 · thing 640' }).click();
      await page.waitForFunction(() => window.fake.runs.at(-1)?.form.target === '640');
    });

    it('corrects the guessed preprocessing', async () => {
      page = await browser.open();
      await page.getByText('Preprocessing, guessed from the model').click();
      equal(await field(page, 'Mean').inputValue(), '0.1307');
      await field(page, 'Mean').fill('0.5');
      await page.getByText('Preprocessing (1 changed)').waitFor();
      await page.waitForFunction(() => window.fake.runs.length === 2);
      deepEqual(await page.evaluate(() => window.fake.runs[1]!.form.preprocessing), { mean: [0.5] });
    });
  });

  describe('about the result', () => {
    it('states the law, the conventions and how it was made, and copies that', async () => {
      page = await browser.open();
      match(await textOf(page, 'netloupe-law'), /Completeness holds: gap 0\.3 % \(tolerance 1 %\)\./);
      await page.getByText('Gradients are of the class score before softmax.').waitFor();
      await page.getByText('How this was made').click();
      match(await textOf(page, 'netloupe-provenance'), /5d41402abc4b/);
      await page.getByRole('button', { name: 'Copy as JSON' }).click();
      await page.getByText('Copied').waitFor();
      const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { device: string };
      equal(copied.device, 'cpu');
    });

    it('exports the arrays, the command and the picture', async () => {
      page = await browser.open({ theme: 'light' });
      await page.getByRole('button', { name: /\.npz/ }).click();
      await page.getByText('Saved /workspace/out.npz.').waitFor();
      await page.getByRole('button', { name: /command/ }).click();
      await page.getByText('Copied: netloupe attribute digits_cnn.onnx').waitFor();
      await page.getByRole('button', { name: /\.png/ }).click();
      await page.getByText('Saved /workspace/out.png.').waitFor();
      deepEqual(await page.evaluate(() => window.fake.exports.map(({ kind }) => kind)), ['npz', 'cli', 'png']);
      const png = await exportedPng(page);
      await mkdir('test/output/panel', { recursive: true });
      await writeFile('test/output/panel/export-digit.png', png);
      const { data, width, channels } = decode(png);
      // A pixel inside the strongest row (6 of 28) of the heatmap, which stands right of the input, two per CSS pixel.
      const [column, row] = [2 * (20 + 400 + 16 + (12.5 * 400) / 28), 2 * (84 + (6.5 * 400) / 28)];
      const start = (Math.round(row) * width + Math.round(column)) * channels;
      const [red = 0, green = 0, blue = 0] = data.slice(start, start + 3);
      ok(red > 150 && green < 60 && blue < 60, `${red}, ${green}, ${blue} is red`);
    });
  });

  describe('after a reload of the window', () => {
    it('is as the person left it, without arrays in what is stored', async () => {
      page = await browser.open({ scenario: 'batch' });
      await field(page, 'Steps').fill('30');
      await page.keyboard.press('Tab');
      await page.getByRole('radio', { name: 'Overlay' }).click();
      await page.getByRole('button', { name: /Next sample/ }).click();
      await page.getByRole('button', { name: 'Zoom in (+)' }).click();
      await page.waitForFunction(() => window.fake.runs.length === 2);
      await settled(page);
      await page.reload();
      await settled(page);
      deepEqual(await lastForm(page), { method: 'integrated-gradients', parameters: { steps: 30 } });
      equal(await field(page, 'Steps').inputValue(), '30');
      equal(await page.getByRole('radio', { name: 'Overlay' }).getAttribute('aria-checked'), 'true');
      await page.getByText('2/16').waitFor();
      await page.getByText('1.5×').waitFor();
      ok((await page.evaluate(() => sessionStorage.getItem('state')!.length)) < 1000);
    });
  });
});

/** The text of a component as it is seen, its shadow roots included, on one line. */
async function textOf(page: Page, component: string): Promise<string> {
  const text = await page.locator(component).evaluate((element) => {
    const found: string[] = [];
    const left: Node[] = [element];
    for (let node = left.pop(); node; node = left.pop()) {
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
      const inside = node instanceof HTMLElement && node.shadowRoot ? node.shadowRoot : node;
      if (!(node instanceof HTMLStyleElement)) left.push(...[...inside.childNodes].reverse());
    }
    return found.join('');
  });
  return text.replace(/\s+/g, ' ').trim();
}

function field(page: Page, name: string) {
  return page.getByRole('textbox', { name, exact: true });
}

async function choose(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

async function targets(page: Page): Promise<string[]> {
  return await page.evaluate(() => window.fake.runs.map(({ form }: FakeExplain['runs'][number]) => form.target));
}

async function lastForm(page: Page): Promise<{ method: string; parameters: Record<string, unknown> }> {
  const { method, parameters } = await page.evaluate(() => window.fake.runs.at(-1)!.form);
  return { method, parameters };
}

async function exportedPng(page: Page): Promise<Uint8Array> {
  const bytes = await page.evaluate(() => {
    const request = window.fake.exports.find(({ kind }) => kind === 'png');
    return request?.kind === 'png' ? [...request.png] : [];
  });
  return Uint8Array.from(bytes);
}
