/**
 * A Redis server for the tests of the queue: the one that is on the PATH, else Debian's package where we may install it, on
 * loopback alone, at a free port, keeping nothing.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { installWithApt } from './apt';

export interface RedisServer {
  port: number;
  url: string;
  /** Ends it, and everything it knew. */
  stop: () => Promise<void>;
}

/** At `port` if given, for a server that comes back. Resolves when it takes connections. */
export async function startRedis({ port, password }: { port?: number; password?: string } = {}): Promise<RedisServer> {
  ensureInstalled();
  const at = port ?? (await freePort());
  const options = {
    port: String(at),
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    ...(password && { requirepass: password }),
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await ready(server);
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  return {
    port: at,
    url: `redis://${password ? `:${password}@` : ''}127.0.0.1:${at}`,
    stop: async () => {
      process.off('exit', kill);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((resolve) => server.once('exit', resolve));
      kill();
      await gone;
    },
  };
}

/** A port that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ensureInstalled(): void {
  const found = () => spawnSync('redis-server', ['--version']).status === 0;
  if (found() || (installWithApt('redis-server') && found())) return;
  throw new Error(
    'No redis-server found for the tests of the queue: install it (Debian: apt-get install redis-server).',
  );
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(`redis-server did not start: ${said}`));
    });
  });
}
