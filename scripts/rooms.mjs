/**
 * The folder rule as lint rules: the rooms of src/ in one list, from the top down, and an import may only point downwards in
 * it. Below the editor nothing knows VS Code, and nothing from the methods down knows the page or the network.
 */

/** From the top down; `not` names rooms further down that are none of its business all the same. */
export const rooms = [
  { room: 'extension' },
  { room: 'editor', not: ['cli'] },
  { room: 'cli' },
  { room: 'experiments' },
  { room: 'kernel' },
  { room: 'methods' },
  { room: 'formats', not: ['engine', 'differentiate', 'operators'] },
  { room: 'engine' },
  { room: 'differentiate' },
  { room: 'operators' },
  { room: 'graph' },
  { room: 'shared' },
];

const knowVsCode = ['extension', 'editor'];
const pure = ['methods', 'formats', 'engine', 'differentiate', 'operators', 'graph', 'shared'];

const networkModules = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'undici', 'ws'];
const networkGlobals = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'];
const pageGlobals = [
  ...['document', 'window', 'navigator', 'location', 'localStorage', 'sessionStorage', 'requestAnimationFrame'],
  ...['Element', 'HTMLElement', 'HTMLCanvasElement', 'Image', 'ImageData', 'OffscreenCanvas', 'createImageBitmap'],
];

export const roomRules = [
  ...rooms.map(({ room, not = [] }, index) => {
    const isPure = pure.includes(room);
    const forbidden = [...rooms.slice(0, index).map((above) => above.room), ...not];
    return {
      files: [`src/${room}.ts`, `src/${room}/**/*.ts`],
      rules: restrict(
        [
          ...(forbidden.length === 0
            ? []
            : [importOf(forbidden, `src/${room} stands below it: an import points downwards only.`)]),
          outside(/\/webview\//, 'The panels import from src, never the other way.'),
          ...(knowVsCode.includes(room)
            ? []
            : [outside(/^vscode$/, 'Only src/editor and src/extension.ts know VS Code.')]),
          ...(isPure ? [outside(named(networkModules), `src/${room} knows no network.`)] : []),
          ...(room === 'shared'
            ? [outside(/^node:/, 'src/shared also runs in the panels, where there is no Node.')]
            : []),
        ],
        isPure ? [...networkGlobals, ...pageGlobals] : [],
      ),
    };
  }),
  {
    files: ['webview/**/*.ts'],
    rules: restrict(
      [
        outside(/^(\.\.\/)+src\/(?!shared\/)/, 'The panels import src/shared alone.'),
        outside(/^(vscode|node:.*)$/, 'A panel is a web page: it reaches VS Code and files through messages alone.'),
      ],
      networkGlobals,
    ),
  },
];

/** Relative imports of the given rooms, from any depth of a folder. */
function importOf(names, message) {
  return outside(new RegExp(`^(\\.\\./)+(src/)?(${names.join('|')})(/|$)`), message);
}

function named(modules) {
  return new RegExp(`^(node:)?(${modules.join('|')})(/|$)`);
}

function outside(pattern, message) {
  return { regex: pattern.source, message };
}

/** Static imports, `import()` of the same names, and globals. */
function restrict(patterns, globals) {
  return {
    'no-restricted-imports': ['error', { patterns }],
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        // A selector's regular expression may hold no slash.
        selector: `ImportExpression[source.value=/${regex.replaceAll('\\/', '/').replaceAll('/', '\\u002F')}/]`,
        message,
      })),
    ],
    'no-restricted-globals': ['error', ...globals],
  };
}
