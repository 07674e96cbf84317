/** A list to choose one value from, as a template: keeps the control's selection and the caller's value in step. */
import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';

export interface Choice {
  value: string;
  label: string;
  description?: string;
  disabled?: boolean;
}

export interface SelectOptions {
  label: string;
  value: string;
  choices: readonly Choice[];
  /** Typing filters the list; for long ones. */
  searchable?: boolean;
  onChange: (value: string) => void;
}

export function select({ label, value, choices, searchable = false, onChange }: SelectOptions): TemplateResult {
  const choose = (event: Event): void => {
    const control = event.currentTarget as HTMLElement & { value: string };
    onChange(control.value);
    // The control forgets what was typed when it gets the focus; without that it would go on listing only what matched.
    if (searchable && control.matches(':focus-within')) {
      control.blur();
      control.focus();
    }
  };
  return html`<vscode-single-select
    .label=${label}
    .combobox=${searchable}
    filter="contains"
    .options=${guard([JSON.stringify(choices)], () => [...choices])}
    .value=${live(value)}
    @change=${choose}
  ></vscode-single-select>`;
}
