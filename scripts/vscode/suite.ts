/**
 * Runs the suites of test/vscode/suite inside the extension host of a real VS Code, on a copy of the examples, and prints
 * their results. The exit status is 0 when all passed.
 */
import { createWriteStream, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { launchChromium } from '../chromium';
import { createProfile, desktopExecutable } from './desktop';
import { cache, examples, root } from './paths';
import { ServedEditor } from './served';

const limit = 900_000;

interface Results {
  stats: { passes: number; failures: number };
  tests: { fullTitle: string; duration?: number; err: { message?: string; stack?: string } }[];
  pending: { fullTitle: string }[];
}

const scratch = mkdtempSync(join(tmpdir(), 'netloupe-suite-'));
const folder = join(scratch, 'examples');
cpSync(examples, folder, { recursive: true });
const results = process.env['NETLOUPE_TEST_RESULTS'] ?? join(scratch, 'results.json');
const tests = join(root, 'dist/test/vscode/index.cjs');
const env = { ...process.env, NETLOUPE_TEST_RESULTS: results };

try {
  const executable = await desktopExecutable();
  const status = executable === undefined ? await runServed() : await runDesktop(executable);
  process.exitCode = print() && status === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function runDesktop(executable: string): Promise<number> {
  const profile = createProfile();
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      extensionTestsEnv: env,
      launchArgs: [folder, '--disable-extensions', ...profile.args],
    });
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    rmSync(profile.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** The workbench page reports through two functions that it expects its driver to expose. */
async function runServed(): Promise<number> {
  const editor = await ServedEditor.start({ env });
  const browser = await launchChromium();
  const log = createWriteStream(join(cache, 'suite.log'));
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const exited = new Promise<number>((resolve) => {
      setTimeout(resolve, limit, 1).unref();
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown) =>
      log.write(`${type} ${String(args)}\n`),
    );
    await page.goto(editor.url({ folder, development: root, tests }));
    const status = await exited;
    if (status !== 0) await page.screenshot({ path: join(cache, 'suite.png') });
    return status;
  } finally {
    log.end();
    await browser.close();
    await editor.stop();
  }
}

/** Prints each test; false when one failed, or when there are no results at all. */
function print(): boolean {
  if (!existsSync(results)) {
    console.error(
      `The suites left no results: VS Code did not start, or ran longer than ${limit / 1000} s. See ${cache}/suite.log.`,
    );
    return false;
  }
  const { stats, tests, pending } = JSON.parse(readFileSync(results, 'utf8')) as Results;
  const skipped = new Set(pending.map(({ fullTitle }) => fullTitle));
  for (const { fullTitle, duration, err } of tests) {
    const state = skipped.has(fullTitle) ? 'skipped' : err.message === undefined ? 'passed' : 'FAILED';
    console.log(`  ${state} ${fullTitle}${duration === undefined ? '' : ` (${duration} ms)`}`);
    if (state === 'FAILED') console.log(err.stack ?? err.message);
  }
  return stats.failures === 0 && stats.passes > 0;
}
