/** NetLoupe's version, from the manifest. */
export { version } from '../../package.json';
