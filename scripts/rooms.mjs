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

/**
 * Rooms within methods/. Each imports the core (the files directly in methods/) and itself, and those `on` whose methods it works: that
 * relation has an order too. The core imports none of them; index.ts alone lists their methods.
 */
export const methodRooms = [
  { room: 'attribution' },
  { room: 'activations' },
  { room: 'vectors' },
  { room: 'capacity' },
  { room: 'embedding' },
  // Judges the maps of attribution methods.
  { room: 'evaluation', on: ['attribution'] },
  // Clusters the maps of an attribution method, and lays them out by t-SNE.
  { room: 'spray', on: ['attribution', 'embedding'] },
];

/**
 * What the features of editor/ are made with: pages of panels, questions in steps, runs of the workspace. Each imports itself and the files
 * directly in editor/; none knows a feature.
 */
const toolkit = ['page', 'ask', 'runs'];

const knowVsCode = ['extension', 'editor'];
const pure = ['methods', 'formats', 'engine', 'differentiate', 'operators', 'graph', 'shared'];

const networkModules = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'undici', 'ws'];
const networkGlobals = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'];
const pageGlobals = [
  ...['document', 'window', 'navigator', 'location', 'localStorage', 'sessionStorage', 'requestAnimationFrame'],
  ...['Element', 'HTMLElement', 'HTMLCanvasElement', 'Image', 'ImageData', 'OffscreenCanvas', 'createImageBitmap'],
];

/** What a room may not import, and whether it knows neither page nor network. */
function restrictions(room) {
  const index = rooms.findIndex((entry) => entry.room === room);
  const { not = [] } = rooms[index];
  const isPure = pure.includes(room);
  const forbidden = [...rooms.slice(0, index).map((above) => above.room), ...not];
  return {
    patterns: [
      ...(forbidden.length === 0
        ? []
        : [importOf(forbidden, `src/${room} stands below it: an import points downwards only.`)]),
      outside(/\/webview\//, 'The panels import from src, never the other way.'),
      ...(knowVsCode.includes(room) ? [] : [outside(/^vscode$/, 'Only src/editor and src/extension.ts know VS Code.')]),
      ...(isPure ? [outside(named(networkModules), `src/${room} knows no network.`)] : []),
      ...(room === 'shared' ? [outside(/^node:/, 'src/shared also runs in the panels, where there is no Node.')] : []),
    ],
    globals: isPure ? [...networkGlobals, ...pageGlobals] : [],
  };
}

const ofMethods = restrictions('methods');
const ofEditor = restrictions('editor');
const namesOf = (list) => list.map(({ room }) => room);

export const roomRules = [
  ...rooms.map(({ room }) => {
    const { patterns, globals } = restrictions(room);
    return { files: [`src/${room}.ts`, `src/${room}/**/*.ts`], rules: restrict(patterns, globals) };
  }),
  {
    files: ['src/methods/*.ts'],
    ignores: ['src/methods/index.ts'],
    rules: restrict(
      [
        ...ofMethods.patterns,
        outside(
          new RegExp(`^\\./(${namesOf(methodRooms).join('|')})(/|$)`),
          'The core of methods/ imports none of its rooms; what they share is moved into it.',
        ),
      ],
      ofMethods.globals,
    ),
  },
  ...methodRooms.map(({ room, on = [] }) => ({
    files: [`src/methods/${room}/**/*.ts`],
    rules: restrict(
      [
        ...ofMethods.patterns,
        importOf(
          namesOf(methodRooms).filter((other) => other !== room && !on.includes(other)),
          `src/methods/${room} imports the core of methods/, itself${on.map((other) => ` and ${other}`).join('')}: what rooms share is moved into the core.`,
        ),
      ],
      ofMethods.globals,
    ),
  })),
  ...toolkit.map((room) => ({
    files: [`src/editor/${room}/**/*.ts`],
    rules: restrict(
      [
        ...ofEditor.patterns,
        outside(
          /^\.\.\/[^./]+\//,
          `src/editor/${room} is for every feature: it imports itself and the files directly in editor/.`,
        ),
      ],
      ofEditor.globals,
    ),
  })),
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
