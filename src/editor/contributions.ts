/** The manifest's parts, feature by feature, and those of no feature. Plain data, also read without VS Code. */
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
        'The fastest device that runs the model.',
        'The processor; always available.',
        'The graphics card through WebGPU, where the platform supports it.',
        'The graphics card through DirectML (Windows).',
        "Apple's Core ML (macOS).",
        "An NVIDIA card, if CUDA's libraries are installed.",
        'An NVIDIA card through TensorRT, if its libraries are installed.',
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
        "Memory in MB that one run may use in addition to the model's weights. Less memory means smaller batches.",
    },
  },
};

/** What appears beside code in any window. */
const inAnyWindow = [modelsContribution, hoverContribution, general];

/** Loaded on first use (`onFirstUse.ts`). */
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
