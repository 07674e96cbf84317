/** The languages with hovers, by VS Code's identifier. */
import type { Language } from './source/tokens';

export const languages: Readonly<Record<string, Language>> = {
  python: 'python',
  javascript: 'script',
  javascriptreact: 'script',
  typescript: 'script',
  typescriptreact: 'script',
};

export const languageIds = Object.keys(languages);
