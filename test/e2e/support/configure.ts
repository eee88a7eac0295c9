/** Changes settings under an open workbench. */
import type { Settings } from '../../host/userSettings';
import { eventually } from './poll';
import type { Workbench } from './workbench';

export const SETTINGS = '.vscode/settings.json';

let times = 0;

/** Settings of the workspace from now on, in place of those before. In force when the title that comes with them is. */
export async function configure({ workspace, page }: Workbench, settings: Settings): Promise<void> {
  const title = `configured ${++times}`;
  workspace.write(SETTINGS, JSON.stringify({ ...settings, 'window.title': title }));
  await eventually(async () => {
    if (!(await page.title()).includes(title))
      throw new Error(`these settings are not in force: ${JSON.stringify(settings)}`);
  });
}
