/**
 * A Chromium for the tests that look at pages: the one that is there, else the platform's package where we may install it,
 * else an error that says what to do.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { installWithApt } from './apt';

const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const installed: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((file) =>
      join(process.env[variable] ?? 'C:\\', file),
    ),
  ),
};

/**
 * A headless browser that renders in software, alike on every machine, and reaches nothing but this machine.
 * Close it in an `after` hook.
 */
export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch(chromiumOptions(options));
}

/** What such a browser is started with. */
export function chromiumOptions(options: LaunchOptions = {}): LaunchOptions {
  return {
    executablePath: chromiumPath(),
    ...options,
    args: [
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-gpu-compositing',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      // Chromium refuses to sandbox a root user, which is what containers run as.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.args ?? []),
    ],
  };
}

/** The browser's executable; CHROME_PATH wins. */
export function chromiumPath(): string {
  const path = find() ?? (installWithApt('chromium') ? find() : undefined);
  if (path !== undefined) return path;
  throw new Error(
    'No Chromium found for the panel tests: install Chrome, Edge or Chromium (Debian: apt-get install chromium), ' +
      'or name an executable in CHROME_PATH.',
  );
}

function find(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    process.env['CHROME_PATH'] ?? '',
    ...onPath.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(installed[process.platform] ?? []),
    chromium.executablePath(),
  ];
  return candidates.find((candidate) => candidate !== '' && existsSync(candidate));
}
