/** The clusters panel: how a class's samples cluster by what the network looks at, and the samples of each cluster. */
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { clustersEditor, type ClustersEditor, type ClustersSetup } from '../../src/shared/api/clusters';
import type { ClassClusters, Cluster } from '../../src/shared/results';
import type { MapId } from '../../src/shared/picture/diverging';
import { formatFixed, formatNumber, formatPercent, plural } from '../ui/format';
import type { PageHost } from '../ui/host';
import { noticeStyles, openingNotice } from '../ui/notice';
import { select } from '../ui/select';
import { shared } from '../ui/styles';
import { onThemeChange, themeMap } from '../ui/theme';
import { heatBitmap, mapBitmap, pictureBitmap } from './bitmaps';
import './scatter';
import { styles } from './styles';
import './tile';
import { messageOf } from '../../src/shared/errors';

/** Samples shown at first, and with each further step. */
const STEP = 48;

/** The meaning of a cluster's numbers, in order. */
const meanings: readonly [key: 'isolation' | 'difference' | 'focus' | 'reliance', title: string, meaning: string][] = [
  ['isolation', 'Isolation', 'of its neighbourhood stays within the cluster'],
  ['difference', 'Difference', 'of its relevance lies where the rest of the class has none'],
  ['focus', 'Focus', 'concentration of that relevance on few places'],
  ['reliance', 'Reliance', 'of its samples lose their class when these places are filled in'],
];

@customElement('netloupe-clusters')
export class ClustersPanel extends LitElement {
  static override styles = [shared, noticeStyles, styles];

  @state() private accessor setup: ClustersSetup | undefined;
  @state() private accessor failure = '';
  @state() private accessor at = 0;
  @state() private accessor chosen = 0;
  @state() private accessor shown = STEP;
  @state() private accessor copied = false;
  @state() private accessor colours: MapId = themeMap();
  private host!: PageHost;
  private editor!: ClustersEditor;

  async open(host: PageHost): Promise<void> {
    this.host = host;
    this.editor = host.peer.remote(clustersEditor);
    onThemeChange(() => (this.colours = themeMap()));
    await this.start();
  }

  private async start(): Promise<void> {
    this.failure = '';
    try {
      this.setup = await this.editor.ready();
      const { classes } = this.setup.result;
      const worst = classes.map(({ clusters }) => clusters[0]!.suspicion);
      this.at = worst.indexOf(Math.max(...worst));
      this.host.setState(this.setup.state);
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  override render() {
    const { setup } = this;
    if (!setup) return openingNotice('Reading the run…', this.failure, () => void this.start());
    const of = setup.result.classes[this.at]!;
    return html`${this.header(setup, of)}
      <div class="beside" @cluster-change=${(event: CustomEvent<number>) => this.choose(event.detail)}>
        <div class="side">
          <ol class="clusters" aria-label="Clusters, the most suspicious first">
            ${of.clusters.map((cluster, i) => this.entry(cluster, i))}
          </ol>
          <netloupe-scatter .of=${of} .chosen=${this.chosen}></netloupe-scatter>
          <p class="small muted">Similar maps are near each other; click to choose a cluster.</p>
        </div>
        ${this.detail(of, of.clusters[this.chosen]!)}
      </div>
      <details class="small">
        <summary>Conventions</summary>
        <ul>
          ${setup.result.conventions.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </details>`;
  }

  private header({ result: { classes }, title }: ClustersSetup, of: ClassClusters) {
    const { eigengap, eigenvalues, clusters, samples } = of;
    const suspicious = clusters.filter((cluster) => cluster.suspicious).length;
    return html`<header>
      <h1>${title}</h1>
      ${
        classes.length > 1
          ? html`<label
              >Class
              ${select({
                label: 'Class',
                value: String(this.at),
                choices: classes.map((one, i) => ({ value: String(i), label: this.nameOf(one) })),
                onChange: (value) => {
                  this.at = Number(value);
                  this.choose(0);
                },
              })}</label
            >`
          : nothing
      }
      <p role="status">
        <vscode-icon class=${suspicious ? 'broken' : 'holds'} name=${suspicious ? 'warning' : 'pass'}></vscode-icon>
        ${verdictOf(suspicious, clusters.length)} among ${plural(samples.length, 'sample')}.
        <span
          class="muted number"
          title="Smallest eigenvalues of the normalised Laplacian: ${Array.from(eigenvalues, (value) => formatNumber(value, 3)).join('  ')}"
          >Eigengap ${formatNumber(eigengap, 3)}</span
        >
      </p>
    </header>`;
  }

  private entry(cluster: Cluster, i: number) {
    const { meanMap, samples, share, suspicion, suspicious } = cluster;
    return html`<li>
      <button aria-pressed=${this.chosen === i} @click=${() => this.choose(i)}>
        <netloupe-tile
          .bitmap=${heatBitmap(meanMap.data, meanMap.shape, this.colours)}
          .description=${`mean heatmap of cluster ${i + 1}`}
        ></netloupe-tile>
        <span>
          <b>Cluster ${i + 1}</b>
          ${suspicious ? html`<vscode-icon class="broken" name="warning" label="suspicious"></vscode-icon>` : nothing}
          <br /><span class="small">${plural(samples.length, 'sample')}, ${formatPercent(share)}</span> <br /><span
            class="small muted number"
            >suspicion ${formatFixed(suspicion, 2)}</span
          >
        </span>
      </button>
    </li>`;
  }

  private detail(of: ClassClusters, cluster: Cluster) {
    const place = new Map(Array.from(of.samples, (row, i) => [row, i]));
    const rows = cluster.samples.slice(0, this.shown);
    const more = cluster.samples.length - rows.length;
    return html`<section aria-label="Cluster ${this.chosen + 1}">
      <div class="title">
        <h2>Cluster ${this.chosen + 1} of ${this.nameOf(of, false)}</h2>
        <vscode-toolbar-button
          icon=${this.copied ? 'check' : 'copy'}
          label="Copy the rows of its samples"
          @click=${() => void this.copy(cluster.samples)}
        ></vscode-toolbar-button>
      </div>
      <dl>
        ${meanings.map(([key, title, meaning]) =>
          cluster[key] === undefined
            ? nothing
            : html`<dt>${title}</dt>
                <dd class="number">${formatPercent(cluster[key])}</dd>
                <dd class="small muted">${meaning}</dd>`,
        )}
      </dl>
      <ul class="samples" aria-label="Samples, the most typical first">
        ${rows.map((row) => this.sample(of, place.get(row)!, row))}
      </ul>
      ${more > 0 ? html`<vscode-button secondary @click=${() => (this.shown += STEP)}>Show more (${more} left)</vscode-button>` : nothing}
    </section>`;
  }

  private sample(of: ClassClusters, i: number, row: number) {
    const picture = pictureBitmap(of, i);
    return html`<li>
      <div class=${picture ? 'pair' : ''}>
        ${picture ? html`<netloupe-tile .bitmap=${picture} .description=${`sample ${row}`}></netloupe-tile>` : nothing}
        <netloupe-tile
          .bitmap=${mapBitmap(of, i, this.colours)}
          .description=${`heatmap of sample ${row}`}
        ></netloupe-tile>
      </div>
      <span class="small muted number">${row}</span>
    </li>`;
  }

  private nameOf({ index, clusters }: ClassClusters, withVerdict = true): string {
    const name = this.setup?.names?.[index];
    const suspicious = withVerdict && clusters.some((cluster) => cluster.suspicious) ? ' · suspicious' : '';
    return `${withVerdict ? '' : 'class '}${index}${name ? ` ${name}` : ''}${suspicious}`;
  }

  private choose(cluster: number): void {
    this.chosen = cluster;
    this.shown = STEP;
    this.copied = false;
  }

  private async copy(rows: readonly number[]): Promise<void> {
    await this.editor.copy([...rows]);
    this.copied = true;
  }
}

function verdictOf(suspicious: number, clusters: number): string {
  if (suspicious) return `${suspicious} of ${plural(clusters, 'cluster')} suspicious`;
  return clusters === 1 ? 'No separate clusters' : `None of ${clusters} clusters suspicious`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-clusters': ClustersPanel;
  }
}
