/** The queue's server: where it is, whether it can be used, and what to say if not. */
import { ArgumentError, NetLoupeError } from '../../../shared/errors';

/** A slower answer counts as none. */
const CONNECT_MS = 5000;

/** Redis 6.2 has what cancelling on other workers needs (BullMQ's Relay). */
const OLDEST: readonly [number, number] = [6, 2];

export interface QueueServer {
  /** host:port, for messages: without the password. */
  name: string;
  /** For connections that recover when the server does, until the signal fires. */
  connection: (end: AbortSignal) => Connection;
}

type Connection = Address & { maxRetriesPerRequest: null; retryStrategy: (times: number) => number | null };

interface Address {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls?: object;
}

/**
 * Checks that the server answers. `url` is redis://[user:password@]host:port/database, or rediss:// for TLS. Throws
 * ArgumentError for any other address, NetLoupeError with one sentence if the server cannot be used.
 */
export async function reachServer(url: string): Promise<QueueServer> {
  const options = readAddress(url);
  const name = `${options.host}:${options.port}`;
  const { Redis } = await import('./bullmq');
  const once = { ...options, connectTimeout: CONNECT_MS, lazyConnect: true, maxRetriesPerRequest: 0 };
  const client = new Redis({ ...once, retryStrategy: () => null });
  // Only an event reports what the server refuses; connecting would then go on forever.
  const refused = new Promise<never>((_resolve, reject) => client.on('error', reject));
  try {
    await Promise.race([client.connect(), refused]);
    checkVersion(name, await client.info('server'));
  } catch (error) {
    if (error instanceof NetLoupeError) throw error;
    throw explain(name, error as Error);
  } finally {
    client.disconnect();
  }
  const connection = (end: AbortSignal): Connection => ({
    ...options,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (end.aborted ? null : Math.min(200 * times, 2000)),
  });
  return { name, connection };
}

function readAddress(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = /^\/?(\d*)$/.exec(parsed?.pathname ?? '');
  if (!parsed?.hostname || !database || !['redis:', 'rediss:'].includes(parsed.protocol))
    throw new ArgumentError(
      'The address of a queue is redis://host:port, redis://user:password@host:port/database, or rediss://… for TLS.',
    );
  const { hostname, port, username, password, protocol } = parsed;
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 6379),
    db: Number(database[1] ?? 0),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}

function checkVersion(name: string, info: string): void {
  const [, version = '0.0'] = /^redis_version:(\S+)/m.exec(info) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new NetLoupeError(
    'device',
    `The queue's server ${name} is Redis ${version}; use ${OLDEST.join('.')} or newer.`,
  );
}

function explain(name: string, cause: Error): NetLoupeError {
  const because = (sentence: string) =>
    new NetLoupeError('device', `The queue's server ${name} ${sentence}`, { cause });
  if (/WRONGPASS|NOAUTH|invalid password|without any password/i.test(cause.message))
    return because('rejects this user and password; write them as redis://user:password@host:port.');
  if (cause.message.includes('NOPERM'))
    return because(
      `does not let this user work with it (${cause.message}); change the user's permissions or the address.`,
    );
  if (cause.message.includes('DB index'))
    return because('has no database with this number; leave the number out of the address.');
  return because(`cannot be reached (${cause.message}); start it, or correct its address.`);
}
