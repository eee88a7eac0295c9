/**
 * The user settings of every VS Code that we start: nothing that asks a question, reaches for the network or moves on
 * its own. What is left is the editor.
 */
export type Settings = Readonly<Record<string, unknown>>;

export interface Keybinding {
  readonly key: string;
  readonly command: string;
}

export const QUIET_SETTINGS: Settings = {
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'github.gitAuthentication': false,
  // The desktop's default; in a browser VS Code would save after a second.
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'window.confirmBeforeClose': 'never',
};

/**
 * On top of them where tests look, not people: nothing is drawn that says nothing (a machine without a graphics card pays
 * for every frame), and TypeScript has one server, not two.
 */
export const STILL_SETTINGS: Settings = {
  'workbench.reduceMotion': 'on',
  // The title bar builds their buttons anew whenever a context key changes.
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'editor.cursorBlinking': 'solid',
  'typescript.tsserver.useSyntaxServer': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** Where nobody looks, people or tests: on top of those, without what is drawn beside the text. */
export const UNSEEN_SETTINGS: Settings = {
  ...STILL_SETTINGS,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'explorer.autoReveal': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.editorActionsLocation': 'hidden',
  'workbench.editor.showTabs': 'none',
  'workbench.statusBar.visible': false,
};
