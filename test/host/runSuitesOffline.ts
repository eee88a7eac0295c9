/**
 * The counterpart of `runTests` of `@vscode/test-electron` for the offline host: a server, a browser page on its
 * workbench, and the suites executed in the extension host behind it.
 */
import { type Page } from 'playwright-core';
import { keepScreenshot } from './artifacts';
import { startBrowser, type Viewport } from './browser';
import { chromiumPath } from './chromium';
import { installHost } from './installHost';
import { createSuiteFiles, judge, type SuiteFiles, type SuiteResult, type SuiteRun } from './suiteRun';
import { UNSEEN_SETTINGS } from './userSettings';
import { startServer, type VsCodeServer } from './vscodeServer';
import { workbenchUrl } from './workbenchUrl';

/** Nobody looks: what need not be drawn takes no time. */
const VIEWPORT: Viewport = { width: 480, height: 360 };
const PRINT_EVERY_MS = 200;
/** After the extension host's death, time for its last results to arrive. */
const LAST_WORDS_MS = 1000;
const LOG_LINES = 40;

/** The first of several possible ends of a run: why it went wrong, or nothing when VS Code reported its end. */
interface Ending {
  readonly reached: Promise<string | undefined>;
  reach(problem?: string): void;
}

interface Parts {
  readonly server: VsCodeServer;
  readonly page: Page;
  readonly files: SuiteFiles;
}

export async function runSuitesOffline(run: SuiteRun): Promise<SuiteResult> {
  const host = await installHost(console.error);
  const chromium = await chromiumPath(console.error);
  const files = createSuiteFiles();
  const server = await startServer(host, { settings: UNSEEN_SETTINGS, env: files.environment, acceptsPayload: true });
  try {
    const browser = await startBrowser(chromium, VIEWPORT);
    try {
      return await runInPage(run, { server, page: browser.page, files });
    } finally {
      await browser.stop();
    }
  } finally {
    await server.stop();
    files.remove();
  }
}

async function runInPage(run: SuiteRun, { server, page, files }: Parts): Promise<SuiteResult> {
  const ending = createEnding();
  const log = await listenToAutomation(page, ending);
  watchForCollapse({ server, page, files }, ending);
  const timeout = setTimeout(() => ending.reach(`no end after ${run.timeout / 1000} s`), run.timeout);
  const printing = setInterval(files.printNew, PRINT_EVERY_MS);
  try {
    const url = workbenchUrl(server.port, { ...run, folder: files.workspace });
    await page.goto(url, { waitUntil: 'commit' });
    const problem = await ending.reached;
    return judge(files.end(), problem);
  } finally {
    clearTimeout(timeout);
    clearInterval(printing);
    files.printNew();
    if (!files.end()) await showWhatHappened(page, log, server.log());
  }
}

function createEnding(): Ending {
  let reach: Ending['reach'] = () => undefined;
  const reached = new Promise<string | undefined>((resolve) => (reach = resolve));
  return { reached, reach };
}

/** VS Code calls these two functions of the page when it runs suites, as it does in its own automation. */
async function listenToAutomation(page: Page, ending: Ending): Promise<readonly string[]> {
  const log: string[] = [];
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    log.push(`${type}: ${args.join(' ')}`);
  });
  // Its exit code says nothing that the report does not say better: a dead extension host exits with 0.
  await page.exposeFunction('codeAutomationExit', () => ending.reach());
  return log;
}

function watchForCollapse({ server, page }: Parts, ending: Ending): void {
  page.on('crash', () => ending.reach('the browser page crashed'));
  void server.exited.then((code) => ending.reach(`the VS Code server ended with exit code ${code}`));
  server.onLog((text) => {
    const death = /Extension Host Process exited with code: (\w+), signal: (\w+)/.exec(text);
    if (!death) return;
    const problem = `the extension host died (code ${death[1]}, signal ${death[2]})`;
    setTimeout(() => ending.reach(problem), LAST_WORDS_MS);
  });
}

async function showWhatHappened(page: Page, workbenchLog: readonly string[], serverLog: string): Promise<void> {
  await keepScreenshot(page, 'suites-failed');
  const last = (lines: readonly string[]): string => lines.slice(-LOG_LINES).join('\n');
  console.error(`--- workbench log\n${last(workbenchLog)}\n--- server log\n${last(serverLog.split('\n'))}`);
}
