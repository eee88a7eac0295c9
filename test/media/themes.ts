/** The four kinds of theme that VS Code has, as a walkthrough names its pictures for them. */
export interface Theme {
  readonly name: 'dark' | 'light' | 'hc' | 'hc-light';
  readonly setting: string;
  /** What the workbench wears when the theme has taken effect. */
  readonly className: string;
}

export const THEMES: readonly Theme[] = [
  { name: 'dark', setting: 'Default Dark Modern', className: 'vs-dark' },
  { name: 'light', setting: 'Default Light Modern', className: 'vs' },
  { name: 'hc', setting: 'Default High Contrast', className: 'hc-black' },
  { name: 'hc-light', setting: 'Default High Contrast Light', className: 'hc-light' },
];
