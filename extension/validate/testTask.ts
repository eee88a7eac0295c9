/** A task that the user names in a setting, as a judge: it passes or it does not. Only in trusted workspaces. */
import * as vscode from 'vscode';
import type { Problem, Span } from '../../engine/protocol/messages';

/** With several roots, the one of the document's own folder rather than its namesake elsewhere. */
export async function findTask(name: string, document: vscode.Uri): Promise<vscode.Task | undefined> {
  if (name === '' || !vscode.workspace.isTrusted) return undefined;
  const named = (await vscode.tasks.fetchTasks()).filter((task) => task.name === name);
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri.toString();
  return named.find(({ scope }) => typeof scope === 'object' && scope.uri.toString() === folder) ?? named[0];
}

/** A failure says nothing of a place: all of the holes are to blame. Rejects on abort, after ending the task. */
export async function taskProblems(task: vscode.Task, holes: readonly Span[], signal: AbortSignal): Promise<Problem[]> {
  const code = await exitCodeOf(task, signal);
  if (code === 0) return [];
  return holes.map((span) => ({ span, message: `${task.name}: ${code ?? '?'}`, source: task.name }));
}

async function exitCodeOf(task: vscode.Task, signal: AbortSignal): Promise<number | undefined> {
  signal.throwIfAborted();
  let running: vscode.TaskExecution | undefined;
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await new Promise((resolve, reject) => {
      subscriptions.push(
        vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution === running || execution.task.name === task.name) resolve(exitCode);
        }),
      );
      signal.addEventListener('abort', () => {
        running?.terminate();
        reject(new Error('stopped'));
      });
      vscode.tasks.executeTask(task).then((execution) => {
        running = execution;
        if (signal.aborted) execution.terminate();
      }, reject);
    });
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}
