/** All commands, in the order of the help. */
import type { Command } from '../command';
import { activations } from './activations';
import { analogy } from './analogy';
import { attribute } from './attribute';
import { capacity } from './capacity';
import { devices } from './devices';
import { embed } from './embed';
import { evaluate } from './evaluate';
import { experimentList, experimentRun, experimentShow, worker } from './experiment';
import { layers } from './layers';
import { methods } from './methods';
import { run } from './run';
import { sanityCheck } from './sanityCheck';
import { spray } from './spray';

export const commands: readonly Command[] = [
  layers,
  run,
  attribute,
  activations,
  embed,
  analogy,
  spray,
  evaluate,
  sanityCheck,
  capacity,
  experimentRun,
  experimentList,
  experimentShow,
  worker,
  methods,
  devices,
];
