/**
 * Writes what the documentation takes from the product itself: docs/methods.md from the definitions of the methods, and the
 * README's picture from the tests' screenshot, where there is one.
 *
 *     npm run docs
 */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { methodsDocument } from './methodsDocument';

writeFileSync('docs/methods.md', methodsDocument());
if (existsSync('test/output/explain.png')) copyFileSync('test/output/explain.png', 'docs/images/explain.png');
