/** A hover's text for the path of a model or data file: its contents, and a small picture. */
import { formatText, type ModelDescription, type ValueDescription } from '../../shared/description';
import type { FileDescription, WeightsDescription } from '../../shared/glance';
import { byteSize, counted, shapeText, si } from '../units';
import { layerTitle } from '../unit';
import { commandLink, integer, list, picture, plain, statisticsText } from './markdown';

/** More arrays, layers or columns are only counted. */
const most = 8;

/** `first`: the weights of the first layer that has some. */
export function modelText(title: string, model: ModelDescription, first: WeightsDescription | undefined): string {
  const { path, noGraph, bytes, inputs, outputs, layers, parameters, multiplyAdds, labels } = model;
  const trained = layers.filter(({ units }) => units !== undefined);
  return [
    `**${plain(title)}** ${formatText(model)}, ${byteSize(bytes)}${noGraph === undefined ? ` · ${explain({ model: path })}` : ''}`,
    ...(noGraph === undefined ? [] : [plain(noGraph)]),
    list([
      ['Inputs', inputs.map(valueText).join(', ')],
      ['Outputs', outputs.map(valueText).join(', ')],
      [
        'Layers',
        `${integer(layers.length)}, ${counted(parameters, 'parameter')}` +
          (multiplyAdds === undefined ? '' : `, ${si(multiplyAdds)} multiply-adds`),
      ],
      ['With weights', some(trained.map((layer) => `${plain(layerTitle(layer))} (${plain(layer.op)})`))],
      ['Labels', some((labels ?? []).map(plain))],
    ]),
    ...(first ? [picture(first.picture, 'Weights of the first layer')] : []),
  ].join('\n\n');
}

/** `spec`: "FILE" or "FILE#ARRAY", for the command; `canExplain`: whether the workspace has a model for it. */
export function dataText(title: string, file: FileDescription, spec: string, canExplain: boolean): string {
  const { format, bytes, arrays, unreadable, columns, shown } = file;
  const isPicture = format === 'png' || format === 'jpeg';
  const shownFirst = [...arrays].sort((a, b) => Number(b.name === shown?.name) - Number(a.name === shown?.name));
  return [
    `**${plain(title)}** ${plain(format.toUpperCase())}, ${byteSize(bytes)}${canExplain ? ` · ${explain({ input: spec })}` : ''}`,
    list([
      ...shownFirst
        .slice(0, most)
        .map(({ name, dtype, shape }): [string, string] => [
          plain(name),
          [
            `${dtype} ${plain(shapeText(shape))}`,
            ...(shown?.name === name ? [statisticsText(shown.statistics)] : []),
          ].join(', '),
        ]),
      ...unreadable.slice(0, most).map(({ name, reason }): [string, string] => [plain(name), plain(reason)]),
      ['And more', arrays.length > most ? counted(arrays.length - most, 'array') : ''],
      ['Columns', some((columns ?? []).map(plain))],
    ]),
    ...(file.picture ? [picture(file.picture, isPicture ? 'The picture' : 'Its numbers')] : []),
  ].join('\n\n');
}

/** An unreadable file: its error, without repeating the file's name. */
export function brokenText(title: string, path: string, message: string): string {
  return `**${plain(title)}**\n\n${plain(message.replace(path, 'This file'))}`;
}

function explain(choice: object): string {
  return commandLink('Explain…', 'Explain a prediction in NetLoupe', 'netloupe.explain', choice);
}

function valueText({ name, dtype, shape }: ValueDescription): string {
  return `${plain(name)} ${dtype} ${plain(shapeText(shape))}`;
}

function some(names: readonly string[]): string {
  const rest = names.length - most;
  return [...names.slice(0, most), ...(rest > 0 ? [`and ${integer(rest)} more`] : [])].join(', ');
}
