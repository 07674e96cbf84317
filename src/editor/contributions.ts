/** The manifest's parts, feature by feature, and what belongs to none. Plain data: also read where there is no VS Code. */
import { activationsContribution } from './activations/contribution';
import { capacityContribution } from './capacity/contribution';
import { cloudContribution } from './cloud/contribution';
import { clustersContribution } from './clusters/contribution';
import { compareContribution } from './compare/contribution';
import type { Contribution } from './contribution';
import { experimentsContribution } from './experiments/contribution';
import { explainContribution } from './explain/contribution';
import { hoverContribution } from './hover/contribution';
import { modelsContribution } from './models/contribution';
import { vectorsContribution } from './vectors/contribution';

const general: Contribution = {
  commands: [
    { id: 'pickDevice', title: 'Pick Device…' },
    { id: 'showLog', title: 'Show Log' },
  ],
  settings: {
    device: {
      type: 'string',
      default: 'auto',
      scope: 'machine-overridable',
      enum: ['auto', 'cpu', 'webgpu', 'dml', 'coreml', 'cuda', 'tensorrt'],
      enumDescriptions: [
        'The fastest device that works for the model.',
        'The processor; works everywhere.',
        'The graphics card through WebGPU, where the platform has it.',
        'The graphics card through DirectML (Windows).',
        "Apple's Core ML (macOS).",
        "An NVIDIA card, where CUDA's libraries are installed.",
        'An NVIDIA card through TensorRT, where its libraries are installed.',
      ],
      markdownDescription:
        'The device that NetLoupe computes on. The command *NetLoupe: Pick Device…* lists the devices of this machine.',
    },
    memoryBudget: {
      type: 'integer',
      default: 1024,
      minimum: 16,
      scope: 'machine-overridable',
      markdownDescription:
        "Memory in MB that one run may take beside the model's weights. Less memory means smaller batches.",
    },
  },
};

/** What shows beside code in any window. */
const inAnyWindow = [modelsContribution, hoverContribution, general];

/** What is loaded when it is first used (`onFirstUse.ts`). */
export const onFirstUse: readonly Contribution[] = [
  explainContribution,
  cloudContribution,
  activationsContribution,
  compareContribution,
  clustersContribution,
  vectorsContribution,
  capacityContribution,
  experimentsContribution,
];

export const contributions: readonly Contribution[] = [...inAnyWindow, ...onFirstUse];
