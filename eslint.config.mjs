/** ESLint: the type-checked rules of typescript-eslint, and the folder rule of the architecture (rooms.mjs). */
import { defineConfig, globalIgnores } from 'eslint/config';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { roomRules } from './scripts/rooms.mjs';

export default defineConfig(
  globalIgnores(['dist/', 'examples/', '.vscode-test/', 'test/output/', '**/*_pb.ts', '**/*.as.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An index whose bound is evident needs no branch for its absence.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A method may fulfil an interface that returns a promise without awaiting anything itself.
      '@typescript-eslint/require-await': 'off',
      // `||` on a number, a text or a flag asks for its empty value too.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      // `for (let i…)` is the clearest form where several arrays are walked together.
      '@typescript-eslint/prefer-for-of': 'off',
      // A callback that does nothing says all there is to say.
      '@typescript-eslint/no-empty-function': 'off',
      // Definitions are plain objects of functions, which are taken apart where they are used.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  roomRules,
  {
    // Numbers of pages are written by one file, so that signs, powers and thousands look the same everywhere.
    files: ['webview/**/*.ts'],
    ignores: ['webview/ui/format.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^to(Fixed|Exponential|LocaleString)$/]',
          message: 'Write numbers and times with webview/ui/format.ts.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'waitForTimeout', message: 'Wait for a condition (test/helpers/eventually.ts), never for a time.' },
      ],
    },
  },
  {
    // Plain JavaScript that runs before anything is installed or built: no types to check.
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
);
