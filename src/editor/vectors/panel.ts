/** One vectors panel on screen: a webview, and the answers to its page about the panel's source. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { vectorsEditor, type VectorsEditor, type VectorsSetup, type VectorsState } from '../../shared/api/vectors';
import type { VectorSource, VectorsService } from '../../shared/vectors/requests';
import type { Activity } from '../activity';
import { copyText, saveFile } from '../page/files';
import { hasExtension, modelExtensions, splitSpec } from '../fileTypes';
import { showPage, type PageContext } from '../page/show';
import { chooseText } from './choose';

export const viewType = 'netloupe.vectors';

export interface VectorsPanelContext extends PageContext {
  service: Pick<Service, keyof VectorsService>;
  activity: Activity;
}

export class VectorsPanel {
  constructor(
    readonly view: vscode.WebviewPanel,
    public source: VectorSource,
    private readonly context: VectorsPanelContext,
  ) {
    showPage(view, context, {
      name: 'vectors',
      title: titleOf(source),
      serve: (page) => page.serve(vectorsEditor, this.#answers()),
    });
  }

  #answers(): VectorsEditor {
    const { service, activity } = this.context;
    const tracked = <Answer>(work: Promise<Answer>) => activity.track(work, () => undefined);
    return {
      ready: () => Promise.resolve(this.#setup()),
      describe: (_, options) => tracked(service.describeVectors(this.source, options)),
      ask: (request, options) => tracked(service.vectorArithmetic({ ...request, ...this.source }, options)),
      place: (request, options) => tracked(service.placeOnAxes({ ...request, ...this.source }, options)),
      score: (questions, options) => tracked(service.scoreAnalogies({ questions, ...this.source }, options)),
      // Not shown as work, since it follows every key.
      complete: (request, options) => service.completeNames({ ...request, ...this.source }, options),
      chooseQuestions: async () => (await chooseText('Questions: four words a b c d per line')) ?? '',
      chooseNames: async () => {
        const names = await chooseText('A vocabulary: one name per line');
        if (names === undefined) return null;
        this.source = { ...this.source, names };
        return this.#setup();
      },
      embed: async () => {
        await vscode.commands.executeCommand('netloupe.embed', { model: null, input: this.source.vectors });
      },
      save: saveFile,
      copy: copyText,
    };
  }

  #setup(): VectorsSetup {
    const { source } = this;
    const { file } = splitSpec(source.vectors);
    return { source, title: titleOf(source), ofModel: hasExtension(file, modelExtensions) };
  }
}

function titleOf({ vectors }: VectorSource): string {
  const { file, array } = splitSpec(vectors);
  return array === undefined ? basename(file) : `${basename(file)}#${array}`;
}

/** Throws ArgumentError for a state that this panel never stored. */
export function parseState(value: unknown): VectorsState {
  const source = (value as Partial<VectorsState> | undefined)?.source;
  if (typeof source?.vectors !== 'string')
    throw new ArgumentError('The vectors of an earlier window could not be restored; open them again.');
  const { vectors, names } = source;
  return { source: { vectors, ...(typeof names === 'string' && { names }) } };
}
