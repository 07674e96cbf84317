/**
 * The rows of the Models view as data: what exists, not how it looks (modelItems.ts) or where it comes from
 * (modelTree.ts).
 */
import type * as vscode from 'vscode';
import type { LayerDescription, ModelDescription, ValueDescription } from '../../shared/description';

export interface FolderNode {
  kind: 'folder';
  folder: vscode.WorkspaceFolder;
  models: ModelNode[];
}

/** One object per listed file, so that the view can refresh it alone. */
export interface ModelNode {
  kind: 'model';
  uri: vscode.Uri;
  /** Set once it was described without error. */
  description?: ModelDescription;
}

export interface ValueNode {
  kind: 'value';
  role: 'input' | 'output';
  model: ModelNode;
  value: ValueDescription;
}

export interface GroupNode {
  kind: 'group';
  title: 'Layers' | 'Labels';
  model: ModelNode;
  description: ModelDescription;
}

export interface LayerNode {
  kind: 'layer';
  model: ModelNode;
  layer: LayerDescription;
}

export interface LabelNode {
  kind: 'label';
  model: ModelNode;
  index: number;
  label: string;
}

/** A sentence in the tree: an unreadable file, a truncated list. */
export interface MessageNode {
  kind: 'message';
  severity: 'error' | 'info';
  message: string;
  /** The model to read again when the row is chosen. */
  model?: ModelNode;
}

export type Node = FolderNode | ModelNode | ValueNode | GroupNode | LayerNode | LabelNode | MessageNode;

/** The rows under a model. */
export function partsOf(model: ModelNode, description: ModelDescription): Node[] {
  return [
    ...description.inputs.map((value): Node => ({ kind: 'value', role: 'input', model, value })),
    ...description.outputs.map((value): Node => ({ kind: 'value', role: 'output', model, value })),
    ...(description.noGraph === undefined
      ? []
      : [{ kind: 'message', severity: 'info', message: description.noGraph } satisfies MessageNode]),
    { kind: 'group', title: 'Layers', model, description },
    ...(description.labels?.length ? [{ kind: 'group', title: 'Labels', model, description } satisfies GroupNode] : []),
  ];
}

/** The rows under a group. */
export function membersOf({ title, model, description }: GroupNode): Node[] {
  if (title === 'Layers') return description.layers.map((layer) => ({ kind: 'layer', model, layer }));
  return (description.labels ?? []).map((label, index) => ({ kind: 'label', model, index, label }));
}
