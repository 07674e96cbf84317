/** The product's version, from its manifest. */
export { version } from '../../package.json';
