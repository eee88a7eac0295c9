/** Where the browser-driven part of the benchmark leaves its figures for the part that prints them. */
import { join } from 'node:path';
import { ARTIFACTS } from '../../host/artifacts';

export const OVERLAY_REPORT = join(ARTIFACTS, 'bench-overlay.json');
