/** Conditions on the rows of the Models view, for menus. */
import { all } from '../contribution';

const inModels = 'view == netloupe.models';

/** One model, or several. */
export const modelRows = all(inModels, 'viewItem == model');
export const modelRow = all(modelRows, '!listMultiSelection');
/** One layer, or several. */
export const layerRows = all(inModels, 'viewItem =~ /^layer/');
export const layerRow = all(layerRows, '!listMultiSelection');
/** The weights of an embedding. */
export const embeddingRow = all(inModels, "viewItem == 'layer embedding'", '!listMultiSelection');
export const namedRow = all(inModels, 'viewItem =~ /^(layer|value)/', '!listMultiSelection');
export const brokenModelRow = all(inModels, 'viewItem == brokenModel');
