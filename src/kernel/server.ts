/** Answers requests that come over a connection with a service: the compute process's half of the wall. */
import type { CancellationToken, MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { ErrorData } from '../shared/errors';
import type { CallOptions, Service } from '../shared/requests';
import { SteeringWheel } from '../shared/steering';
import { frame, frameTaken, progress, requests, steer, toResponseError, type Long } from './protocol';

export function serve(connection: MessageConnection, service: Service): void {
  const short = <P, R>(type: RequestType<P, R, ErrorData>, answer: (parameters: P) => Promise<R>): void => {
    connection.onRequest(type.method, (parameters: P) => answer(parameters).catch(toResponseError));
  };
  const long = <P, R>(
    type: RequestType<Long<P>, R, ErrorData>,
    answer: (request: P, options: CallOptions) => Promise<R>,
  ): void => {
    connection.onRequest(type.method, ({ request, token, frames }: Long<P>, cancellation: CancellationToken) => {
      const onProgress: CallOptions['onProgress'] = (report) => void connection.sendProgress(progress, token, report);
      const steering = new SteeringWheel();
      const map = { steering, underway: false };
      maps.set(token, map);
      const onFrame: CallOptions['onFrame'] = (shown) => {
        if (map.underway) return;
        map.underway = true;
        void connection.sendNotification(frame, { token, frame: shown });
      };
      const options = { signal: signalOf(cancellation), onProgress, steering, ...(frames && { onFrame }) };
      return answer(request, options)
        .catch(toResponseError)
        .finally(() => maps.delete(token));
    });
  };
  /** Of the calls in progress. */
  const maps = new Map<number, { steering: SteeringWheel; underway: boolean }>();
  connection.onNotification(frameTaken, ({ token }) => {
    const map = maps.get(token);
    if (map) map.underway = false;
  });
  connection.onNotification(steer, ({ token, command }) => {
    maps.get(token)?.steering.say(command);
  });
  short(requests.methods, () => service.methods());
  short(requests.measures, () => service.measures());
  short(requests.devices, ({ fresh }) => service.devices(fresh));
  short(requests.describeModel, (path) => service.describeModel(path));
  short(requests.describeInput, (request) => service.describeInput(request));
  short(requests.unsuitable, (request) => service.unsuitable(request));
  short(requests.describeWeights, (request) => service.describeWeights(request));
  short(requests.describeFile, (request) => service.describeFile(request));
  short(requests.encodeNpz, (arrays) => service.encodeNpz(arrays));
  long(requests.run, (request, options) => service.run(request, options));
  long(requests.attribute, (request, options) => service.attribute(request, options));
  long(requests.forward, (request, options) => service.forward(request, options));
  short(requests.describeDataset, (data) => service.describeDataset(data));
  short(requests.readColumns, (request) => service.readColumns(request));
  short(requests.readSamples, (request) => service.readSamples(request));
  short(requests.thumbnails, (request) => service.thumbnails(request));
  long(requests.modelColumns, (request, options) => service.modelColumns(request, options));
  long(requests.activations, (request, options) => service.activations(request, options));
  long(requests.describeVectors, (source, options) => service.describeVectors(source, options));
  long(requests.completeNames, (request, options) => service.completeNames(request, options));
  long(requests.placeOnAxes, (request, options) => service.placeOnAxes(request, options));
  long(requests.vectorArithmetic, (request, options) => service.vectorArithmetic(request, options));
  long(requests.scoreAnalogies, (request, options) => service.scoreAnalogies(request, options));
  long(requests.readPoints, (spec, options) => service.readPoints(spec, options));
  long(requests.countLabelings, (set, options) => service.countLabelings(set, options));
  long(requests.separate, (request, options) => service.separate(request, options));
  long(requests.solveWithHiddenLayer, (request, options) => service.solveWithHiddenLayer(request, options));
  connection.listen();
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
