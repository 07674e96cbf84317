/** What is made from the product is up to date: documentation, schema, manifest. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { schemaText } from '../../../scripts/experimentSchema';
import { manifestText } from '../../../scripts/manifest';
import { methodsDocument } from '../../../scripts/methodsDocument';

describe('what npm run docs writes', () => {
  it('docs/methods.md says what the definitions say; if not, npm run docs', () => {
    assert.equal(readFileSync('docs/methods.md', 'utf8').replace(/\r\n/g, '\n'), methodsDocument());
  });

  it('media/experiment.schema.json says what the definitions say; if not, npm run docs', () => {
    assert.equal(readFileSync('media/experiment.schema.json', 'utf8').replace(/\r\n/g, '\n'), schemaText());
  });

  it("package.json says what the editor's features contribute; if not, npm run docs", () => {
    assert.equal(readFileSync('package.json', 'utf8').replace(/\r\n/g, '\n'), manifestText());
  });

  for (const file of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/README.md']) {
    it(`${file} links only to files that are there`, () => {
      const folder = file.includes('/') ? `${file.slice(0, file.lastIndexOf('/'))}/` : '';
      for (const [, target] of readFileSync(file, 'utf8').matchAll(/\]\(([^)#:]+)\)/g))
        readFileSync(`${folder}${target}`);
    });
  }
});
