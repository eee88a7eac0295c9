/** The parts of the benchmark, in the order in which they run. */
import type { Part } from '../part';
import { editor } from './editor';
import { firstPass } from './firstPass';
import { infill } from './infill';
import { passes } from './passes';
import { halfBillion } from './halfBillion';
import { project } from './project';
import { start } from './start';
import { stress } from './stress';
import { syntax } from './syntax';

export const parts: readonly Part[] = [start, passes, firstPass, infill, project, syntax, stress, halfBillion, editor];
