/** Loads the extension's bundle with an empty VS Code in place of the real one, and prints how many milliseconds that took. */
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

/** Each name of the API is a class that can be extended, and has whatever it is asked for. */
const types = readFileSync(createRequire(import.meta.url).resolve('@types/vscode/index.d.ts'), 'utf8');
const names = new Set([...types.matchAll(/^\s+export (?:class|enum|namespace) (\w+)/gm)].map(([, name]) => name));
const stub = `const stub = new Proxy(class {}, { get: (target, name) => (name in target ? target[name] : stub) });
  ${[...names].map((name) => `export { stub as ${name} };`).join('')}`;
const hooks = `export const resolve = (specifier, context, next) => specifier === 'vscode'
  ? { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(stub)}`)}, shortCircuit: true }
  : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const start = performance.now();
await import(pathToFileURL(process.argv[2]).href);
console.log(performance.now() - start);
