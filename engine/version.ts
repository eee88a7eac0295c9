/** The version of this build, from the one place that states it. */
export { version } from '../package.json';
