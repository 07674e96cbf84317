/** What a person does on the page of a cloud, and what they see there; where points have to be is worked out from the map alone. */
import type { Page } from 'playwright-core';
import type { FakeCloud } from './fakeCloud';

export class CloudPage {
  constructor(private readonly page: Page) {}

  async fake(name: keyof FakeCloud): Promise<unknown> {
    const text = await this.page.evaluate(
      (name) =>
        JSON.stringify((window as unknown as { fakeCloud: FakeCloud }).fakeCloud[name], (_, part: unknown) =>
          part instanceof Uint8Array ? { bytes: [...part] } : part,
        ),
      name,
    );
    return JSON.parse(text, (_, part: unknown) =>
      typeof part === 'object' && part !== null && 'bytes' in part && Array.isArray(part.bytes)
        ? Uint8Array.from(part.bytes as number[])
        : part,
    ) as unknown;
  }

  /** Sets what sliders and buttons set, without their steps. */
  async look(change: object): Promise<void> {
    await this.page.evaluate((value) => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { look: object };
      panel.look = { ...panel.look, ...value };
    }, change);
    await this.stands();
  }

  /** Once the panel knows what can colour its points. */
  async hasColumn(title: string): Promise<void> {
    await this.page.waitForFunction((wanted) => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { columns: { title: string }[] };
      return panel.columns.some(({ title }) => title === wanted);
    }, title);
  }

  /** Once nothing moves: two pictures in a row have the stage in the same place. */
  async stands(): Promise<void> {
    await this.page.evaluate(async () => {
      const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
      let [before, now] = ['', JSON.stringify(stage.getBoundingClientRect())];
      while (now !== before) {
        for (let turn = 0; turn < 2; turn++) await new Promise(requestAnimationFrame);
        [before, now] = [now, JSON.stringify(stage.getBoundingClientRect())];
      }
    });
  }

  /** 1 where all is in view. */
  zoom(): Promise<number> {
    return this.page.evaluate(
      () => document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!.camera.zoom,
    );
  }

  async colour(title: string): Promise<void> {
    await this.page.locator('vscode-single-select').first().click();
    await this.page
      .locator('vscode-single-select .option, vscode-single-select li', { hasText: title })
      .first()
      .click();
  }

  button(text: string) {
    return this.page.locator('vscode-button', { hasText: text }).first();
  }

  /** Where a point has to be, from the map alone: its box in the middle, 92 % of the view's shorter side. */
  async places(): Promise<[number, number][]> {
    const box = (await this.page.locator('netloupe-stage').boundingBox())!;
    const { data, zoom, x, y } = await this.page.evaluate(() => {
      const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
      const { zoom, x, y } = stage.camera;
      return {
        data: Array.from((window as unknown as { fakeCloud: FakeCloud }).fakeCloud.result.embedding.data),
        zoom,
        x,
        y,
      };
    });
    const columns = [0, 1].map((axis) => data.filter((value, i) => i % 2 === axis && !Number.isNaN(value)));
    const middles = columns.map((values) => (Math.min(...values) + Math.max(...values)) / 2);
    const reach = Math.max(...columns.map((values) => (Math.max(...values) - Math.min(...values)) / 2));
    const scale = (0.92 * zoom * Math.min(box.width, box.height)) / 2;
    return Array.from({ length: data.length / 2 }, (_, i) => [
      box.x + box.width / 2 + ((data[2 * i]! - middles[0]!) / reach - x) * scale,
      box.y + box.height / 2 - ((data[2 * i + 1]! - middles[1]!) / reach - y) * scale,
    ]);
  }

  /** Goes to a step of a film by the table of its steps. */
  async step(index: number): Promise<void> {
    await this.page.locator('.steps tr button').nth(index).click();
    await this.page.locator('.steps .shown').nth(0).waitFor();
    await this.page.waitForFunction((index) => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { film: { at: number } };
      return panel.film.at === index;
    }, index);
  }

  /** As the stage has them, in [−1, 1]. */
  async points(): Promise<number[]> {
    return this.page.evaluate(() => {
      const panel = document.querySelector('netloupe-cloud')!;
      return panel.updateComplete.then(() => [...panel.shadowRoot!.querySelector('netloupe-stage')!.scene.points]);
    });
  }

  async placeOf(index: number): Promise<[number, number]> {
    return (await this.places())[index]!;
  }

  /** A box around the middle of a class, and whom it encloses. */
  async around(code: number): Promise<{ box: [number, number][]; indices: number[] }> {
    const all = await this.places();
    const own = all.filter((_, i) => i % 10 === code && !Number.isNaN(all[i]![0]));
    const mean = (axis: 0 | 1) => own.reduce((sum, place) => sum + place[axis], 0) / own.length;
    const [left, top, right, bottom] = [mean(0) - 40, mean(1) - 35, mean(0) + 40, mean(1) + 35];
    const indices = all.flatMap(([x, y], i) => (x > left && x < right && y > top && y < bottom ? [i] : []));
    return { box: [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]], indices }; // prettier-ignore
  }

  async lasso(line: [number, number][], key?: 'Shift' | 'Alt'): Promise<void> {
    if (key) await this.page.keyboard.down(key);
    await this.page.mouse.move(...line[0]!);
    await this.page.mouse.down();
    for (const place of line) await this.page.mouse.move(...place, { steps: 3 });
    await this.page.mouse.up();
    if (key) await this.page.keyboard.up(key);
  }

  chosen(): Promise<number[]> {
    return this.page.evaluate(() => [
      ...(document.querySelector('netloupe-cloud') as unknown as { selected: number[] }).selected,
    ]);
  }

  /** Of what is on screen at a point. */
  async colourAt(index: number): Promise<number[]> {
    const [x, y] = await this.placeOf(index);
    const box = (await this.page.locator('netloupe-stage').boundingBox())!;
    return this.page.evaluate(
      ([x, y]) => {
        const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
        const canvas = new OffscreenCanvas(1, 1);
        const context = canvas.getContext('2d')!;
        context.drawImage(stage.draw().under, -Math.round(x!), -Math.round(y!));
        const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
        return [red!, green!, blue!].map((value) => Math.round((value * alpha!) / 255));
      },
      [x - box.x, y - box.y],
    );
  }
}
