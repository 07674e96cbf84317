/** The methods that lay out points as the fake editor knows them: parameters of every kind that the real ones have. */
import type { MethodDescription } from '../../src/shared/description';

export const mapMethods: MethodDescription[] = [
  {
    id: 'tsne',
    title: 't-SNE',
    family: 'maps of points',
    needs: { points: 'always' },
    gives: 'cloud',
    summary: 'Lays points out so that neighbours stay neighbours. Ignores scale.',
    source: 'van der Maaten & Hinton 2008',
    parameters: {
      perplexity: {
        anyOf: [
          { type: 'number', minimum: 1, maximum: 10_000 },
          { type: 'array', items: { type: 'number', minimum: 1, maximum: 10_000 } },
        ],
        default: 30,
        description: 'Neighbours that each point has, in effect.',
      },
      dimensions: { enum: [2, 3], default: 2, description: 'Number of axes of the map.' },
      iterations: { type: 'integer', minimum: 0, maximum: 100_000, default: 500, description: 'Iterations.' },
      learningRate: { type: 'number', exclusiveMinimum: 0, description: 'Of the gradient.' },
    },
  },
  {
    id: 'umap',
    title: 'UMAP',
    family: 'maps of points',
    needs: { points: 'always' },
    gives: 'cloud',
    summary: 'Keeps more of the large. Ignores density.',
    source: 'McInnes, Healy, Melville 2018',
    parameters: {
      neighbours: { type: 'integer', minimum: 2, maximum: 1000, default: 15, description: 'Nearest points.' },
    },
  },
];
