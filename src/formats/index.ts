/** Files to arrays and inputs: the part that other rooms use. `models/open.ts` opens models. */
export { datasetOf, isFolder, openDataset, type Dataset } from './dataset/dataset';
export { pickSamples, rowsOf, samplesOf, type Samples } from './dataset/samples';
export { type NamedInput } from './dataset/tableFit';
export { thumbnailsOf } from './dataset/thumbnails';
export type { ArrayInfo, DataFile, DataFormat, OpenOptions } from './format';
export { fitShape, toInput } from './fit';
export { findPreprocessing } from './knownPreprocessing';
export { loadArray, loadInput, type LoadedInput, type LoadOptions } from './input';
export { findLabels, readLabels } from './labels';
export { encodeNpy } from './npy';
export { encodeNpz } from './npz';
export { dataFormats, openData, openFile, outlineFile, readData, splitSpec } from './open';
export { encodePng } from './png';
export { preprocess } from './preprocess';
export { guessPreprocessing, Preprocessing } from './preprocessing';
export { preprocessingText } from './preprocessingText';
