/**
 * One explanation of one model on one data file, without its panel: the form, the run in progress and the last result.
 * It outlives the page, which VS Code discards when hidden. Does not know VS Code.
 */
import { canonical } from '../../experiments/key';
import type { ExplainForm, ExplainSetup } from '../../shared/api/explain';
import type { ModelDescription } from '../../shared/description';
import { ArgumentError, NetLoupeError } from '../../shared/errors';
import type { CallOptions, InputDescription, Service } from '../../shared/requests';
import type { AttributionResult, SanityResult } from '../../shared/results';
import { deviceChoices } from '../devices';
import { JoinedRun, unlessCancelled } from '../page/joinedRun';
import type { Outcome } from '../runs/outcome';
import { sanityForm } from '../runs/question';
import { filesBeside } from './beside';

export interface SessionOptions {
  /** Full path. */
  model: string;
  /** "FILE" or "FILE#ARRAY", full path. */
  input: string;
  form: ExplainForm;
  service: Service;
  /** Called at each run. */
  memoryBudget: () => number;
  /** Sees each run: to count it, log it, show its progress. */
  watch?: (run: Run) => void;
  /** Receives each finished sanity check, to keep it. */
  checked?: (check: Check) => void;
}

/** A finished sanity check. */
export interface Check {
  input: string;
  form: ExplainForm;
  started: Date;
  seconds: number;
  outcome: Outcome<SanityResult>;
}

/** Its outcome never rejects. */
export class Run extends JoinedRun<Outcome<AttributionResult>> {
  constructor(
    readonly input: string,
    readonly form: ExplainForm,
    act: (options: Required<CallOptions>) => Promise<Outcome<AttributionResult>>,
  ) {
    super(act);
  }
}

export class ExplainSession {
  readonly model: string;
  #input: string;
  readonly #options: SessionOptions;
  #form: ExplainForm;
  #run: Run | undefined;
  /**
   * One that no page has asked for yet. If it fails, the first page to ask gets this failure instead of a second one.
   */
  #ahead: Run | undefined;
  #result: { form: ExplainForm; result: AttributionResult } | undefined;
  #check: { form: ExplainForm; result: SanityResult } | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.model = options.model;
    this.#input = options.input;
    this.#form = options.form;
  }

  /** "FILE" or "FILE#ARRAY", full path. */
  get input(): string {
    return this.#input;
  }

  /** The last request. */
  get form(): ExplainForm {
    return this.#form;
  }

  /** The result for {@link form}, if there is one. */
  get result(): AttributionResult | undefined {
    return this.#result && sameForm(this.#result.form, this.#form) ? this.#result.result : undefined;
  }

  /**
   * Everything a page needs to draw itself, with the result if there is one. A result outlives the files it was made
   * from.
   */
  async setup(): Promise<ExplainSetup> {
    const { model, input, result } = this;
    const { service } = this.#options;
    const [description, { preprocessing, label }, methods, devices, beside] = await Promise.all([
      service.describeModel(model).catch((error: unknown) => {
        if (result) return unknownModel(model);
        throw error;
      }),
      // The run says what is wrong with data that cannot be read, and other data can be chosen.
      service.describeInput({ model, input }).catch((): Partial<InputDescription> => ({})),
      service.methods(),
      deviceChoices(service),
      filesBeside(input),
    ]);
    const samples = await samplesNamed(service, input, label).catch(() => undefined);
    return {
      model: description,
      input,
      methods: methods.filter(({ gives }) => gives === 'attribution'),
      devices,
      form: this.#form,
      beside,
      ...(preprocessing && { preprocessing }),
      ...(label !== undefined && { label }),
      ...(samples && { samples }),
      ...(this.result && { result: this.result }),
      ...(this.#check && sameForm(this.#check.form, this.#form) && { check: this.#check.result }),
    };
  }

  /**
   * Explains with a form; cancels a run with another form, joins one with the same. Never rejects: a failure is an
   * outcome.
   */
  run(form: ExplainForm = this.#form): Run {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const known = this.#run ?? ahead;
    if (known && !known.isCancelled && sameForm(known.form, form)) return known;
    this.#run?.cancel();
    this.#form = form;
    const run = new Run(this.#input, form, (options) => this.#attribute(form, options));
    this.#run = run;
    void run.outcome.then((outcome) => {
      if (this.#run !== run) return;
      this.#run = undefined;
      if (outcome.ok) this.#result = { form, result: outcome.result };
    });
    this.#options.watch?.(run);
    return run;
  }

  /** Explains ahead of the page, which will ask for the same form. */
  runAhead(form: ExplainForm = this.#form): void {
    const run = this.run(form);
    this.#ahead = run;
    void run.outcome.then((outcome) => {
      const isFailure = !outcome.ok && outcome.error.kind !== 'cancelled';
      if (this.#ahead === run && !isFailure) this.#ahead = undefined;
    });
  }

  /** Why methods cannot explain what the form asks about, by id. */
  unsuitable({ target, preprocessing }: ExplainForm): Promise<Record<string, string>> {
    const { model, input } = this;
    return this.#options.service.unsuitable({ model, input, target, preprocessing });
  }

  /** Whether this form's map reacts to the network's weights. Never rejects. */
  async checkSanity(form: ExplainForm, options: CallOptions): Promise<Outcome<SanityResult>> {
    const { input } = this;
    const started = new Date();
    const outcome = await this.#sanity(form, options);
    if (outcome.ok && input === this.#input) this.#check = { form, result: outcome.result };
    const seconds = (Date.now() - started.getTime()) / 1000;
    this.#options.checked?.({ input, form, started, seconds, outcome });
    return outcome;
  }

  /** Takes a stored result with its form, replacing the current one. */
  show(form: ExplainForm, result: AttributionResult): void {
    this.cancel();
    this.#form = form;
    this.#result = { form, result };
  }

  /** The same for the sanity check of a form. */
  showCheck(form: ExplainForm, result: SanityResult): void {
    this.#check = { form, result };
  }

  /** The files have changed: results computed from them are out of date. */
  invalidate(): void {
    this.cancel();
    this.#ahead = undefined;
    this.#result = undefined;
    this.#check = undefined;
  }

  /** Other data for the same model, in place of what was explained. */
  changeData(input: string): void {
    this.invalidate();
    this.#input = input;
  }

  cancel(): void {
    this.#run?.cancel();
  }

  async #sanity(form: ExplainForm, options: CallOptions): Promise<Outcome<SanityResult>> {
    const { model, input } = this;
    const { service, memoryBudget } = this.#options;
    try {
      const result = await service.run({ ...sanityForm(form), model, input, memoryBudget: memoryBudget() }, options);
      if (result.kind === 'sanity') return { ok: true, result };
      throw new ArgumentError(`A sanity check gave a result of kind "${result.kind}".`);
    } catch (error) {
      return { ok: false, error: NetLoupeError.toData(error) };
    }
  }

  async #attribute(form: ExplainForm, options: Required<CallOptions>): Promise<Outcome<AttributionResult>> {
    const { model, input } = this;
    const { service, memoryBudget } = this.#options;
    try {
      const request = { ...form, model, input, memoryBudget: memoryBudget() };
      return { ok: true, result: await unlessCancelled(service.attribute(request, options), options.signal) };
    } catch (error) {
      return { ok: false, error: NetLoupeError.toData(error) };
    }
  }
}

/** What tells the samples apart: the file of a picture, the label of a row; nothing for a single one. */
async function samplesNamed(
  service: Service,
  data: string,
  label: string | undefined,
): Promise<ExplainSetup['samples']> {
  const { format, samples } = await service.describeDataset(data);
  const name = format === 'folder' ? 'file' : label;
  if (name === undefined || samples < 2) return undefined;
  const [column] = await service.readColumns({ data, names: [name] });
  if (column?.kind !== 'categories') return undefined;
  return Array.from(column.codes, (code) => column.categories[code] ?? '');
}

/** All that is known about a missing model. */
function unknownModel(path: string): ModelDescription {
  return {
    path,
    format: '',
    producer: '',
    bytes: 0,
    inputs: [],
    outputs: [],
    layers: [],
    parameters: 0,
    metadata: {},
  };
}

/** Whether two forms ask for the same numbers. */
export function sameForm(a: ExplainForm, b: ExplainForm): boolean {
  return canonical(a) === canonical(b);
}
