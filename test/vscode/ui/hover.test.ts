/** A hover as a person sees it: the pointer rests on a layer's definition in Python and TypeScript, and on a path, in a dark and in a light window. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench } from '../workbench';

for (const mode of ['Dark', 'Light']) {
  describe(`hovers, ${mode.toLowerCase()}`, () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await Workbench.open({
        settings: { 'workbench.colorTheme': `Default ${mode} Modern`, 'editor.stickyScroll.enabled': false },
      });
      writeFileSync(
        join(workbench.folder, 'load.py'),
        'import numpy as np\n\n\nimages = np.load("digits.npz")["images"]\n',
      );
    });
    after(() => workbench.close());

    it('show the weights of a convolution as pictures, those of a dense layer as a matrix', async () => {
      await open('digits.py', 'class');
      await look('self.conv1', 'Conv2d', 'hover-convolution');
      await look('self.dense1', 'Linear', 'hover-dense');
    });

    it('show the same in TypeScript', async () => {
      await open('digits.ts', 'import');
      await look("'logits'", 'dense', 'hover-typescript');
    });

    it('show the pictures in a file of arrays', async () => {
      await open('load.py', 'images');
      await look('images', 'digits.npz', 'hover-file');
    });

    async function open(file: string, text: string): Promise<void> {
      await workbench.page.keyboard.press('Control+P');
      await workbench.quickInput().fill(file);
      await workbench.quickPick(file).click();
      await line(text).waitFor();
    }

    /** Points at a word, again if need be, until its hover has the picture: the first look may come too early for it. */
    async function look(text: string, word: string, name: string): Promise<void> {
      const { page } = workbench;
      const hover = page.locator('.monaco-hover:visible');
      const picture = hover.locator('img[src^="data:image/png"]');
      for (let attempt = 1; ; attempt++) {
        await page.keyboard.press('Escape');
        await page.mouse.move(2, 2);
        await hover.waitFor({ state: 'hidden' });
        await line(text).getByText(word).hover();
        try {
          await picture.waitFor({ timeout: 3_000 * attempt });
          break;
        } catch (error) {
          await workbench.keepPicture(`${name}-${mode.toLowerCase()}-without-picture`);
          if (attempt === 5) throw error;
        }
      }
      // It fades in.
      await picture.evaluate((image) =>
        Promise.all(
          document
            .getAnimations()
            .filter(({ effect }) => (effect as KeyframeEffect).target?.contains(image))
            .map(({ finished }) => finished),
        ),
      );
      await workbench.screenshot(`${name}-${mode.toLowerCase()}`);
    }

    function line(text: string) {
      return workbench.page.locator('.view-line', { hasText: text }).first();
    }
  });
}
