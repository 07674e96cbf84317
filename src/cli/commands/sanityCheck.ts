/** netloupe sanity-check: whether a method's map reacts to what the network has learned. */
import { sanityCheck as method } from '../../methods/evaluation/sanityCheck';
import { methodCommand } from '../methodCommand';
import { PREPROCESSING_USAGE } from '../settings';

export const sanityCheck = methodCommand(method, {
  usage:
    `--input DATA --method ID [--set name=value …] [--target N|argmax|label|LAYER:I,…|FILE#ARRAY] ${PREPROCESSING_USAGE} [--seed S] [--device D] ` +
    '[--out FILE.npz|FILE.csv] [--json]',
  summary: 'Check that a map depends on the trained weights',
  details:
    'Randomises the weights cumulatively, from the output down, and measures how similar the map stays. A map that does not change explains the input, not the network. --out saves the maps of the first sample.',
  examples: [
    'sanity-check mnist.onnx --input 7.png --method gradient',
    'sanity-check mnist.onnx --input 7.png --method guided-backprop --out maps.npz',
  ],
  asked: ['input', 'target', 'preprocessing'],
  needs: ['method'],
  missing: 'sanity-check needs --input DATA and --method ID ("netloupe methods" lists them).',
});
