/** Below the cloud of a film: the current step, and the keys and buttons to go through them. */
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isTyping } from '../../ui/events';
import { select } from '../../ui/select';
import type { Film } from './film';

const speeds = [0.5, 1, 2, 4];

export function filmBar(film: Film): TemplateResult {
  const { steps, at, playing, speed } = film;
  const button = (icon: string, label: string, act: () => void, off = false) =>
    html`<vscode-toolbar-button
      icon=${icon}
      label=${label}
      title=${label}
      ?disabled=${off}
      @click=${act}
    ></vscode-toolbar-button>`;
  const title = steps[at]!.title;
  return html`<div class="film" role="group" aria-label="Film">
    ${button('chevron-left', 'Previous Step (Left)', () => film.go(at - 1), at === 0)}
    ${playing ? button('debug-pause', 'Pause (Space)', () => film.pause()) : button('play', 'Play (Space)', () => film.play())}
    ${button('chevron-right', 'Next Step (Right)', () => film.go(at + 1), at === steps.length - 1)}
    <input
      type="range"
      class="at"
      min="0"
      max=${steps.length - 1}
      step="1"
      aria-label="Step"
      aria-valuetext=${title}
      .value=${live(String(at))}
      @input=${(event: Event) => film.go(Number((event.target as HTMLInputElement).value))}
    />
    <span class="step" title=${title} role="status"><b>${title}</b></span>
    <span class="number muted small">${at + 1} of ${steps.length}</span>
    <label class="small"
      >Speed
      ${select({
        label: 'Speed',
        value: String(speed),
        choices: speeds.map((value) => ({ value: String(value), label: `${value}×` })),
        onChange: (value) => film.setSpeed(Number(value)),
      })}</label
    >
  </div>`;
}

/**
 * Space plays and pauses, left and right go one step; also over the cloud, where Shift with the arrows still moves it.
 * Says whether it used the key.
 */
export function filmKey(film: Film, event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const within = (controls: string): boolean => target instanceof Element && target.closest(controls) !== null;
  const isSlider = within('input.at');
  if ((isTyping(event) && !isSlider) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  if (event.key === ' ' && !within('button, summary, vscode-button, vscode-toolbar-button')) {
    if (film.playing) film.pause();
    else film.play();
  } else if (event.key === 'ArrowLeft' && !isSlider) film.go(film.at - 1);
  else if (event.key === 'ArrowRight' && !isSlider) film.go(film.at + 1);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
