/**
 * Writes what is made from the product itself: docs/methods.md and the schema of experiment files from the definitions of the
 * methods, package.json's commands, menus and settings from the features of the editor, and the README's picture from the
 * tests' screenshot, where there is one.
 *
 *     npm run docs
 */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { schemaText } from './experimentSchema';
import { manifestText } from './manifest';
import { methodsDocument } from './methodsDocument';

writeFileSync('package.json', manifestText());
writeFileSync('docs/methods.md', methodsDocument());
writeFileSync('media/experiment.schema.json', schemaText());
if (existsSync('test/output/explain.png')) copyFileSync('test/output/explain.png', 'docs/images/explain.png');
