/** How each row of the Models view looks. */
import * as vscode from 'vscode';
import { formatText, type LayerDescription, type ModelDescription } from '../../shared/description';
import { folderText } from '../localFile';
import { factsMarkdown } from '../markdown';
import { messageItem, treeItem } from '../treeItem';
import { layerTitle } from '../unit';
import type { GroupNode, LabelNode, LayerNode, ModelNode, Node, ValueNode } from './modelNodes';
import { byteSize, counted, shapeText, si } from '../units';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** `relevance` is what the last explanation says about a layer; '' for nothing. */
export function itemOf(node: Node, relevance = ''): vscode.TreeItem {
  switch (node.kind) {
    case 'folder':
      return treeItem(node.folder.name, Expanded, {
        id: node.folder.uri.toString(),
        iconPath: vscode.ThemeIcon.Folder,
        resourceUri: node.folder.uri,
      });
    case 'model':
      return modelItem(node);
    case 'value':
      return valueItem(node);
    case 'group':
      return groupItem(node);
    case 'layer':
      return layerItem(node, relevance);
    case 'label':
      return labelItem(node);
    case 'message':
      return messageItem(
        node,
        node.model && { id: `${node.model.uri.toString()} message`, contextValue: 'brokenModel' },
      );
  }
}

function modelItem({ uri, description }: ModelNode): vscode.TreeItem {
  return treeItem(uri.path.split('/').at(-1)!, Collapsed, {
    id: uri.toString(),
    contextValue: 'model',
    description: folderText(uri),
    iconPath: new vscode.ThemeIcon('type-hierarchy'),
    resourceUri: uri,
    tooltip: description ? modelTooltip(description) : uri.fsPath,
  });
}

function valueItem({ role, model, value }: ValueNode): vscode.TreeItem {
  return treeItem(value.name, None, {
    id: `${model.uri.toString()} ${role} ${value.name}`,
    contextValue: 'value',
    description: `${role} · ${value.dtype} ${shapeText(value.shape)}`,
    iconPath: new vscode.ThemeIcon(role === 'input' ? 'arrow-right' : 'arrow-left'),
    tooltip: `${role === 'input' ? 'Input' : 'Output'} ${value.name}: ${value.dtype} ${shapeText(value.shape)}`,
  });
}

function groupItem({ title, model, description }: GroupNode): vscode.TreeItem {
  const isLayers = title === 'Layers';
  return treeItem(title, isLayers ? Expanded : Collapsed, {
    id: `${model.uri.toString()} ${title}`,
    description: isLayers ? totals(description) : String(description.labels?.length ?? 0),
    iconPath: new vscode.ThemeIcon(isLayers ? 'layers' : 'tag'),
  });
}

function layerItem({ model, layer }: LayerNode, relevance: string): vscode.TreeItem {
  const counts = layer.parameters > 0 ? [counted(layer.parameters, 'parameter')] : [];
  return treeItem(layerTitle(layer), None, {
    id: `${model.uri.toString()} layer ${layer.output}`,
    contextValue: layer.embedding === undefined ? 'layer' : 'layer embedding',
    description: [`${layer.op} ${layer.shape ? shapeText(layer.shape) : ''}`.trim(), ...counts].join(' · '),
    iconPath: new vscode.ThemeIcon(iconOf(layer.op)),
    tooltip: layerTooltip(layer, relevance),
  });
}

function labelItem({ model, index, label }: LabelNode): vscode.TreeItem {
  return treeItem(label, None, {
    id: `${model.uri.toString()} label ${index}`,
    contextValue: 'label',
    description: `class ${index}`,
  });
}

function modelTooltip(description: ModelDescription): vscode.MarkdownString {
  const { path, producer, bytes, metadata } = description;
  return factsMarkdown(path, [
    ['Format', formatText(description)],
    ['Producer', producer],
    ['Size', byteSize(bytes)],
    ['Layers', totals(description)],
    ...Object.entries(metadata).slice(0, 8),
  ]);
}

function layerTooltip(layer: LayerDescription, relevance: string): vscode.MarkdownString {
  const { op, output, shape, parameters, multiplyAdds } = layer;
  return factsMarkdown(layerTitle(layer), [
    ['Operator', op],
    ['Output', `${output} ${shapeText(shape)}`],
    ['Parameters', parameters.toLocaleString('en')],
    ['Multiply-adds', multiplyAdds === undefined ? '' : `${si(multiplyAdds)} for one sample`],
    ...perceptronFacts(layer),
    ['Relevance', relevance],
  ]);
}

/** How many points in general position a unit can store: 2K, or 2(K + 1) with a bias. */
function perceptronFacts({ units, fanIn, bias, capacity }: LayerDescription): [string, string][] {
  if (units === undefined || fanIn === undefined || capacity === undefined) return [];
  return [
    ['Units', units.toLocaleString('en')],
    ['Inputs of a unit', `K = ${fanIn.toLocaleString('en')}${bias ? ', and a bias' : ''}`],
    ['Capacity of a unit', `${capacity.toLocaleString('en')} points, ${bias ? '2(K + 1)' : '2K'}`],
  ];
}

function totals({ layers, parameters, multiplyAdds }: ModelDescription): string {
  const counts = [String(layers.length), counted(parameters, 'parameter')];
  if (multiplyAdds !== undefined) counts.push(`${si(multiplyAdds)} multiply-adds`);
  return counts.join(' · ');
}

const icons: [RegExp, string][] = [
  [/Conv/, 'symbol-array'],
  [/^(Gemm|MatMul|Einsum)/, 'symbol-numeric'],
  [/Pool/, 'fold-down'],
  [/Normalization|^LRN$/, 'settings'],
  [/lu$|lu6$|Tanh|Sigmoid|Softmax|Softplus|Softsign|Swish|Mish|Erf|Clip/, 'pulse'],
  [
    /^(Reshape|Flatten|Transpose|Squeeze|Unsqueeze|Concat|Split|Slice|Gather|Pad|Expand|Tile|Resize|Shape|DepthToSpace)/,
    'symbol-ruler',
  ],
];

function iconOf(op: string): string {
  return icons.find(([pattern]) => pattern.test(op))?.[1] ?? 'symbol-operator';
}
