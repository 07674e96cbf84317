/**
 * Runs code-server on a free port of 127.0.0.1 with a profile of its own, and knows the addresses that open a folder in it,
 * with an extension under development or a test suite. What a browser then does with the address is not known here.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installServed } from './installServed';
import { quietSettings } from './settings';

export interface ServedOptions {
  /** Added to the environment of the extension host. */
  env?: NodeJS.ProcessEnv;
  /** A packaged extension to install first. */
  vsix?: string;
  /** The folders of extensions that are there from the start, beside the one under development. */
  installed?: readonly string[];
}

export interface OpenOptions {
  /** The folder to open as the workspace, or a `.code-workspace` file. */
  folder: string;
  /** The folder of the extension to load from its sources; an address can name only one. */
  development?: string;
  /** A module whose `run()` is called in the extension host; the window then closes. */
  tests?: string;
}

export class ServedEditor {
  private constructor(
    readonly port: number,
    private readonly profile: string,
    private readonly server: ChildProcess,
  ) {}

  static async start({ env = {}, vsix, installed = [] }: ServedOptions = {}): Promise<ServedEditor> {
    const { node, entry } = installServed();
    const profile = mkdtempSync(join(tmpdir(), 'netloupe-served-'));
    const folders = [
      `--user-data-dir=${profile}/user`,
      `--extensions-dir=${profile}/extensions`,
      `--config=${profile}/config.yaml`,
    ];
    mkdirSync(join(profile, 'user/User'), { recursive: true });
    writeFileSync(join(profile, 'user/User/settings.json'), JSON.stringify(quietSettings));
    for (const folder of installed) cpSync(folder, join(profile, 'extensions', basename(folder)), { recursive: true });
    const environment = {
      ...process.env,
      XDG_CONFIG_HOME: join(profile, 'xdg'),
      XDG_DATA_HOME: join(profile, 'xdg'),
      // No marketplace, so nothing asks for one.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      ...env,
    };
    if (vsix !== undefined) {
      const { status, stderr } = spawnSync(node, [entry, ...folders, '--install-extension', vsix], {
        env: environment,
      });
      if (status !== 0) throw new Error(`code-server could not install ${vsix}: ${stderr.toString()}`);
    }
    const port = await freePort();
    const log = join(profile, 'server.log');
    const output = openSync(log, 'w');
    const args = [
      ...folders,
      '--auth=none',
      `--bind-addr=127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      // Without it a built workbench ignores, silently, the extension paths in the address.
      '--vscode-option=enable-smoke-test-driver',
    ];
    // A group of its own, so that one signal ends the server and its extension hosts.
    const server = spawn(node, [entry, ...args], {
      env: environment,
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    const editor = new ServedEditor(port, profile, server);
    process.once('exit', editor.kill);
    for (const signal of endings) process.once(signal, exit);
    await editor.answers(log);
    return editor;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The address that opens a folder. */
  url({ folder, development, tests }: OpenOptions): string {
    const payload: [string, string][] = [];
    if (development !== undefined) payload.push(['extensionDevelopmentPath', this.uri(development)]);
    if (tests !== undefined) payload.push(['extensionTestsPath', this.uri(tests)]);
    const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const query = new URLSearchParams({ [kind]: folder, payload: JSON.stringify(payload) });
    return `${this.origin}/?${query.toString()}`;
  }

  /** Ends the extension hosts of windows that are gone: the server keeps them for hours, in case a window comes back. */
  endExtensionHosts(): void {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' });
    for (const line of stdout.split('\n')) {
      const [pid, group] = line.trim().split(/\s+/).map(Number);
      if (group === this.server.pid && line.includes('--type=extensionHost')) signal(pid!, 'SIGTERM');
    }
  }

  /** Ends the server with everything it started, and removes its profile. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.kill);
    for (const signal of endings) process.removeListener(signal, exit);
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const exited = once(this.server, 'exit');
      this.signalAll('SIGTERM');
      await Promise.race([exited, sleep(5000, undefined, { ref: false })]);
    }
    this.kill();
  }

  /** Ends it at once, as a crash does, with everything it started. */
  readonly kill = (): void => {
    this.signalAll('SIGKILL');
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };

  private signalAll(name: NodeJS.Signals): void {
    if (this.server.pid !== undefined) signal(-this.server.pid, name);
  }

  private uri(path: string): string {
    return `vscode-remote://127.0.0.1:${this.port}${path}`;
  }

  private async answers(log: string): Promise<void> {
    const end = Date.now() + 60_000;
    while (!(await isHealthy(this.port))) {
      if (this.server.exitCode !== null || Date.now() > end) {
        const lines = readFileSync(log, 'utf8');
        await this.stop();
        throw new Error(`code-server did not start. It said:\n${lines}`);
      }
      await sleep(50);
    }
  }
}

/** A signal would end this process without its 'exit' event, and leave the server behind. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function exit(): void {
  process.exit(130);
}

/** To a process or, by its negative id, a group of them; nothing if it has ended already. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
