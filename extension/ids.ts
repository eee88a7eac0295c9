/**
 * Every name that the manifest and the code share: commands, context keys, settings, colours. Declared here once; a test
 * compares them with package.json. Also what a decision is worth in numbers that two parts must agree on.
 */

export const Command = {
  infill: 'remask.infill',
  remaskSelection: 'remask.remaskSelection',
  remaskUncertain: 'remask.remaskUncertain',
  retry: 'remask.retry',
  accept: 'remask.accept',
  reject: 'remask.reject',
  acceptSelection: 'remask.acceptSelection',
  rejectSelection: 'remask.rejectSelection',
  pinSelection: 'remask.pinSelection',
  cancel: 'remask.cancel',
  stopHere: 'remask.stopHere',
  stage: 'remask.stage',
  acceptHunk: 'remask.acceptHunk',
  rejectHunk: 'remask.rejectHunk',
  acceptLine: 'remask.acceptLine',
  rejectLine: 'remask.rejectLine',
  nextUncertain: 'remask.nextUncertain',
  previousUncertain: 'remask.previousUncertain',
  chooseAlternative: 'remask.chooseAlternative',
  remaskWithStrength: 'remask.remaskWithStrength',
  longer: 'remask.longer',
  shorter: 'remask.shorter',
  showTimeline: 'remask.showTimeline',
  passBack: 'remask.passBack',
  passForward: 'remask.passForward',
  branchHere: 'remask.branchHere',
  showDiff: 'remask.showDiff',
  showTokenConfidence: 'remask.showTokenConfidence',
  validate: 'remask.validate',
  stopValidation: 'remask.stopValidation',
  infillWithInstruction: 'remask.infillWithInstruction',
  infillMarkers: 'remask.infillMarkers',
  showContext: 'remask.showContext',
  showParallel: 'remask.showParallel',
  selectModel: 'remask.selectModel',
  addModel: 'remask.addModel',
  setHubToken: 'remask.setHubToken',
  restartEngine: 'remask.restartEngine',
  showLog: 'remask.showLog',
  showMenu: 'remask.showMenu',
  resumeReview: 'remask.resumeReview',
  recoverOriginal: 'remask.recoverOriginal',
  summarize: 'remask.summarize',
  copyReport: 'remask.copyReport',
  choosePlace: 'remask.choosePlace',
  openExample: 'remask.openExample',
} as const;
/** What the buttons of the walkthrough pass to their commands, in package.nls.json. */
export const FROM_WALKTHROUGH = 'walkthrough';

export type CommandId = (typeof Command)[keyof typeof Command];

/** Tools that language models may call. */
export const Tool = { infill: 'remask_infill' } as const;

export const ContextKey = {
  /** The active editor's document has a live session. */
  hasSession: 'remask.hasSession',
  /** The state of the session at the cursor, or of the only one in the document. */
  denoising: 'remask.denoising',
  converged: 'remask.converged',
  staged: 'remask.staged',
  failed: 'remask.failed',
  viewing: 'remask.viewing',
  /** Its draft is drawn as ghost text at the cursor. */
  ghost: 'remask.ghost',
  /** The cursor is on a line of that session. */
  cursorInSession: 'remask.cursorInSession',
  /** The selection is not empty and lies in its staged text. */
  selectionInSession: 'remask.selectionInSession',
  /** Its staged text has cells below the threshold. */
  hasUncertain: 'remask.hasUncertain',
  /** There are passes to look at. */
  hasTimeline: 'remask.hasTimeline',
  /** Uncertain tokens are marked in the active editor, staged or scored. */
  uncertainShown: 'remask.uncertainShown',
  /** The model takes instructions, or may: one that is not loaded yet and is not the bundled one. */
  takesInstruction: 'remask.takesInstruction',
} as const;
export type ContextKeyId = (typeof ContextKey)[keyof typeof ContextKey];

/** Set after each frame only for the round trip that it makes; no menu or key asks for it. */
export const FRAME_FENCE = 'remask.frameFence';

/** Settings, without the section `remask`. */
export const Setting = {
  passes: 'passes',
  policy: 'policy',
  temperature: 'temperature',
  bestOf: 'bestOf',
  syntax: 'syntax',
  seed: 'seed',
  remaskStrength: 'remaskStrength',
  model: 'model',
  hubEndpoint: 'hub.endpoint',
  threads: 'threads',
  nodePath: 'engine.nodePath',
  saveAccepts: 'saveAccepts',
  stageWithAutoSave: 'stageWithAutoSave',
  maxFramesPerSecond: 'maxFramesPerSecond',
  ghostText: 'ghostText',
  confidenceThresholds: 'confidenceThresholds',
  validateAfterStaging: 'validate.afterStaging',
  validateRounds: 'validate.rounds',
  validateSeconds: 'validate.seconds',
  validateTask: 'validate.task',
  markers: 'markers',
  related: 'related',
  project: 'project',
  announce: 'announce',
} as const;
export const SECTION = 'remask';

/** Confidence in four buckets, least likely first. */
export type Bucket = 0 | 1 | 2 | 3;
export const BUCKETS: readonly Bucket[] = [0, 1, 2, 3];

export const Colour = {
  mask: 'remask.maskForeground',
  region: 'remask.regionBorder',
  pinned: 'remask.pinnedBorder',
  uncertain: 'remask.uncertainRuler',
} as const;

export function bucketColour(bucket: Bucket, part: 'Foreground' | 'Background' | 'Border'): string {
  return `remask.confidence${bucket}${part}`;
}

/** The file by which a folder says that it is a model of Remask's own. */
export const OWN_MANIFEST = 'remask.json';
