/**
 * Writes what the documentation takes from the product itself: docs/methods.md and the schema of experiment files from the
 * definitions of the methods, and the README's picture from the tests' screenshot, where there is one.
 *
 *     npm run docs
 */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { schemaText } from './experimentSchema';
import { methodsDocument } from './methodsDocument';

writeFileSync('docs/methods.md', methodsDocument());
writeFileSync('media/experiment.schema.json', schemaText());
if (existsSync('test/output/explain.png')) copyFileSync('test/output/explain.png', 'docs/images/explain.png');
