/**
 * `npm test`: installs what is missing and runs every check and test of the project, from types to the packaged extension.
 * Stops at the first red step, and ends with the time of each step, the slowest tests and the counts.
 *
 *     node scripts/test.mjs [--only STEP,...] [--grep TEXT] [--pictures]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { parseArgs } from 'node:util';
import { installIfNeeded, root } from './install.mjs';
import { printSummary } from './testSummary.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string' }, grep: { type: 'string' }, pictures: { type: 'boolean', default: false } },
});
const results = mkdtempSync(join(tmpdir(), 'netloupe-test-'));
/** Milliseconds after which a step hangs: the longest take some four minutes on two cores. */
const PATIENCE = 20 * 60_000;
/** Milliseconds after which a test does: more than it may wait for any one thing, so that a failure says what it waited for. */
const PATIENCE_OF_A_TEST = 180_000;
const virtualScreen = needsVirtualScreen() ? ['xvfb-run', '-a'] : [];

/**
 * The steps of a group run two at a time, in this order, the longest first; the next group waits for all of them. Steps that keep
 * two cores busy by themselves are alone, and so is packaging, which replaces the build. One step at a time opens windows: they
 * would take the focus from each other. A step with a `tests` folder waits for its first test.
 */
const groups = [
  [
    { name: 'lint', command: tool('eslint/bin/eslint.js', '.') },
    { name: 'types', command: tool('typescript/bin/tsc', '--noEmit') },
    { name: 'format', command: tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.') },
  ],
  [
    { name: 'build', command: [process.execPath, 'scripts/build.mjs'] },
    { name: 'tools', command: [...virtualScreen, ...script('scripts/tools.ts')] },
  ],
  [mocha('unit', 'test/unit', { jobs: 2 })],
  [mocha('panel', 'test/panel', { jobs: 2, setup: 'test/panel/chromium.ts' })],
  [{ name: 'vscode', tests: 'test/vscode/suite', command: [...virtualScreen, ...script('scripts/vscode/suite.ts')] }],
  [
    mocha('workbench', 'test/vscode/ui', { prefix: virtualScreen, setup: 'test/vscode/workbench.ts' }),
    mocha('process', 'test/process', { setup: 'test/helpers/command.ts' }),
  ],
  [mocha('vsix', 'test/vscode/vsix', { prefix: virtualScreen, setup: 'test/vscode/workbench.ts' })],
];
/** How many steps run at once. */
const AT_ONCE = 2;

const only = values.only?.split(',');
const names = groups.flat().map(({ name }) => name);
const unknown = only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(', ')}; the steps are ${names.join(', ')}.`);
  process.exit(2);
}

/** All tests run what was built and installed; only the unit tests run the sources. */
const built = names.slice(names.indexOf('tools') + 1).filter((name) => name !== 'unit');
const wanted = only?.some((name) => built.includes(name)) ? [...only, 'build', 'tools'] : only;

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(130);
  });
}

try {
  installIfNeeded();
  process.exitCode = await runAll();
} finally {
  rmSync(results, { recursive: true, force: true });
}

async function runAll() {
  const start = Date.now();
  const done = [];
  for (const group of groups) {
    const steps = group.filter(
      ({ name, tests }) => (wanted?.includes(name) ?? true) && (tests === undefined || hasTests(tests)),
    );
    const hasCompany = steps.length > 1;
    const isGreen = () => done.every(({ ok }) => ok);
    const runInTurn = async () => {
      while (steps.length > 0 && isGreen()) done.push(await runStep(steps.shift(), hasCompany));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, runInTurn));
    if (!isGreen()) break;
  }
  printSummary(done, Date.now() - start);
  const failed = done.filter(({ ok }) => !ok).map(({ name }) => name);
  if (failed.length === 0) return 0;
  console.log(`Failed: ${failed.join(', ')}. Again, alone: npm test -- --only ${failed.join(',')}`);
  return 1;
}

/** Runs one step, its output as it comes, or at its end when it has company. */
async function runStep({ name, command }, hasCompany) {
  const start = Date.now();
  const resultsOfStep = join(results, `${name}.json`);
  console.log(`\n-- ${name}`);
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    stdio: hasCompany ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NETLOUPE_TEST_RESULTS: resultsOfStep,
      ...(values.grep === undefined ? {} : { NETLOUPE_TEST_GREP: values.grep }),
      ...(values.pictures ? { NETLOUPE_PICTURES: '1' } : {}),
    },
  });
  running.add(child);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const hung = setTimeout(() => {
    output.push(`It did not end within ${PATIENCE / 60_000} minutes.\n`);
    child.kill('SIGKILL');
  }, PATIENCE);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output.push(`${error.message}\n`);
      resolve(1);
    });
    child.on('close', (status) => resolve(status ?? 1));
  });
  clearTimeout(hung);
  running.delete(child);
  const milliseconds = Date.now() - start;
  console.log(`\n== ${name}: ${(milliseconds / 1000).toFixed(1)} s${code === 0 ? '' : ', failed'}`);
  process.stdout.write(Buffer.concat(output.map((chunk) => Buffer.from(chunk))));
  return { name, milliseconds, ok: code === 0, results: resultsOfStep };
}

/** `jobs`: files of tests at once, each in a process of its own. `setup`: a module of mocha's global fixtures and root hooks. */
function mocha(name, folder, { jobs = 1, prefix = [], setup } = {}) {
  const reporter = ['--reporter', 'scripts/reporter.mjs', '--forbid-only', '--timeout', `${PATIENCE_OF_A_TEST}`];
  const args = ['--import=tsx', ...reporter, `${folder}/**/*.test.ts`];
  const parallel = jobs > 1 ? ['--parallel', '--jobs', `${jobs}`] : [];
  const required = setup === undefined ? [] : ['--require', setup];
  const grep = values.grep === undefined ? [] : ['--grep', values.grep];
  const command = [...prefix, ...tool('mocha/bin/mocha.js', ...args, ...parallel, ...required, ...grep)];
  return { name, tests: folder, command };
}

function tool(path, ...args) {
  return [process.execPath, join(root, 'node_modules', path), ...args];
}

function script(path) {
  return [process.execPath, '--import=tsx', path];
}

function hasTests(folder) {
  return (
    existsSync(join(root, folder)) &&
    readdirSync(join(root, folder), { recursive: true }).some((file) => file.endsWith('.test.ts'))
  );
}

/** The desktop VS Code needs a screen, which `xvfb-run` gives a Linux without one. */
function needsVirtualScreen() {
  const screen = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  return process.platform === 'linux' && !screen && spawnSync('xvfb-run', ['--help']).status === 0;
}
