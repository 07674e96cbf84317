/** Entry point of the compute process. It lives as long as the channel to its parent. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { serviceRoom } from '../shared/requests';
import { Peer } from '../shared/rpc';
import { LocalService } from './service';

process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches this process too; the parent decides what it means.
process.on('SIGINT', () => undefined);
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
new Peer(connection).serve(serviceRoom, new LocalService());
