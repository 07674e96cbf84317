/** From an experiment to its runs: models × data × targets × methods × varied values × seeds. */
import { createHash } from 'node:crypto';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { methodById } from '../methods';
import { parseParameters } from '../methods/method';
import type { Experiment, Job, JobRequest, MethodChoice } from './experiment';

/** The runs of a grid, in the order of the file: methods outermost, so that those of one method stand together. */
export function expand(experiment: Experiment, root: string): Job[] {
  const { models, data, targets, seeds, device, preprocessing } = experiment;
  const variants = experiment.methods.flatMap((choice) => variantsOf(choice));
  return variants.flatMap(({ choice, varied }) => {
    const method = methodById(choice.id);
    const parameters = parseParameters(method, { ...choice.parameters, ...varied });
    const common = { method: choice.id, parameters, device };
    const label = (...rest: (string | undefined)[]): string =>
      [choice.id, ...Object.entries(varied).map(([name, value]) => `${name} ${plain(value)}`), ...rest]
        .filter((part) => part !== undefined)
        .join(' · ');
    const seeded = (seed: number): string | undefined => (seeds.length > 1 ? `seed ${seed}` : undefined);
    if (method.takes === 'nothing')
      return seeds.map((seed): Job => ({ request: { ...common, seed }, label: label(seeded(seed)) }));
    return models.flatMap((model) =>
      data.flatMap((input) =>
        targets.flatMap((target) =>
          seeds.map((seed): Job => ({
            request: {
              ...common,
              seed,
              model: inRoot(experiment.file, root, model),
              input: inRoot(experiment.file, root, input),
              target: target.includes('#') ? inRoot(experiment.file, root, target) : target,
              ...(preprocessing && { preprocessing }),
            },
            label: label(
              models.length > 1 ? basename(model) : undefined,
              data.length > 1 ? basename(input) : undefined,
              targets.length > 1 ? target : undefined,
              seeded(seed),
            ),
          })),
        ),
      ),
    );
  });
}

/** How many runs that makes, without making them. */
export function sizeOfGrid({ methods, models, data, targets, seeds }: Experiment): number {
  const cells = models.length * data.length * targets.length;
  return methods.reduce((sum, { id, vary }) => {
    const variants = Object.values(vary).reduce((product, values) => product * values.length, 1);
    return sum + variants * seeds.length * (methodById(id).takes === 'nothing' ? 1 : cells);
  }, 0);
}

/** The same question about the same files: hex of the SHA-256 of the request, whatever the order of its names, and of the files' hashes. */
export function jobKey(request: JobRequest, hashes: { model?: string; data?: string }): string {
  const { method, parameters, seed, device, target, preprocessing, model, input } = request;
  const files = { model: hashes.model ?? model, data: hashes.data ?? input, array: input?.split('#')[1] };
  return createHash('sha256')
    .update(canonical({ method, parameters, seed, device, target, preprocessing, ...files }))
    .digest('hex');
}

interface Variant {
  choice: MethodChoice;
  varied: Record<string, unknown>;
}

function variantsOf(choice: MethodChoice): Variant[] {
  return Object.entries(choice.vary).reduce<Variant[]>(
    (variants, [name, values]) =>
      variants.flatMap(({ varied }) => values.map((value) => ({ choice, varied: { ...varied, [name]: value } }))),
    [{ choice, varied: {} }],
  );
}

/** A path as written beside the file, relative to the root with slashes; absolute where it lies outside. */
function inRoot(file: string, root: string, written: string): string {
  const full = isAbsolute(written) ? written : resolve(dirname(file), written);
  const inside = relative(root, full);
  return inside.startsWith('..') || isAbsolute(inside) ? full : inside.replaceAll('\\', '/');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** JSON with sorted names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
