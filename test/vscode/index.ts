/**
 * What VS Code calls inside the extension host: runs every bundled suite beside this file with mocha and leaves the results
 * where NETLOUPE_TEST_RESULTS says. The host's console is mixed with the window's, so the outer process prints them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export async function run(): Promise<void> {
  const output = process.env['NETLOUPE_TEST_RESULTS'];
  if (output === undefined) throw new Error('NETLOUPE_TEST_RESULTS must name a file for the results.');
  const { default: Mocha } = await import('mocha');
  const grep = process.env['NETLOUPE_TEST_GREP'];
  const mocha = new Mocha({
    timeout: 180_000,
    forbidOnly: true,
    reporter: 'json',
    reporterOptions: { output },
    ...(grep === undefined ? {} : { grep }),
  });
  const suites = readdirSync(join(__dirname, 'suite'), { recursive: true, encoding: 'utf8' });
  for (const file of suites.filter((name) => name.endsWith('.test.cjs'))) mocha.addFile(join(__dirname, 'suite', file));
  await mocha.loadFilesAsync();
  const hooks: { fullTitle: string; duration: number | undefined }[] = [];
  const failures = await new Promise<number>((resolve) =>
    mocha.run(resolve).on('hook end', (hook) => hooks.push({ fullTitle: hook.fullTitle(), duration: hook.duration })),
  );
  writeFileSync(output, JSON.stringify({ ...(JSON.parse(readFileSync(output, 'utf8')) as object), hooks }));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
