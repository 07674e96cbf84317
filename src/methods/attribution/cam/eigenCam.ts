/** Eigen-CAM: the dominant pattern of a layer's activations, whatever the class. */
import { EVD, Matrix } from 'ml-matrix';
import * as z from 'zod';
import { sizeOf } from '../../../shared/tensor';
import { defineMethod, prediction } from '../../method';
import { activity } from './activity';
import { layerParameter, mapLayer, type MapLayer } from './layer';
import { mapResult, rectifyParameter, weigh } from './maps';

export const eigenCam = defineMethod({
  id: 'eigen-cam',
  title: 'Eigen-CAM',
  family: 'class activation maps',
  needs: prediction,
  gives: 'attribution',
  summary:
    'Where a layer is most active: the first principal component of its activations, without gradients. Ignores the class: its map is the same for every target.',
  source: 'Muhammad, Yeasin 2020, arXiv:2008.00299',
  parameters: z.object({ layer: layerParameter, rectify: rectifyParameter }),
  async run(context, { layer: choice, rectify }) {
    const layer = mapLayer(context, choice);
    const activations = await activity(context, layer);
    const maps = activations.map((activation) => weigh(layer, activation, firstComponent(layer, activation)));
    return mapResult(context, layer, maps, rectify, [
      'Σ_c v_c A_c with v the first principal direction of the channels, centred over places; its sign is that of the mean activation.',
    ]);
  },
});

/** The unit vector in channel space along which the places differ most. */
export function firstComponent(layer: MapLayer, activation: Float32Array): number[] {
  const places = sizeOf(layer.places);
  const rows = new Matrix(places, layer.channels);
  for (let p = 0; p < places; p++) for (let c = 0; c < layer.channels; c++) rows.set(p, c, activation[layer.at(c, p)]!);
  const centred = rows.clone().center('column');
  const transposed = centred.transpose();
  // The smaller of the two Gram matrices has the same first eigenvalue and gives the direction by one product.
  const wide = layer.channels > places;
  const gram = wide ? centred.mmul(transposed) : transposed.mmul(centred);
  const { eigenvectorMatrix } = new EVD(gram, { assumeSymmetric: true });
  const first = eigenvectorMatrix.getColumnVector(gram.rows - 1);
  const direction = (wide ? transposed.mmul(first) : first).to1DArray();
  const along = rows.mmul(Matrix.columnVector(direction)).sum();
  const length = Math.hypot(...direction) * (along < 0 ? -1 : 1);
  return direction.map((value) => (length === 0 ? 0 : value / length));
}
