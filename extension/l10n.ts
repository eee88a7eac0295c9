/**
 * Gives `l10n.t` of `@vscode/l10n` the user's language. Everything else takes its texts from there rather than from
 * `vscode.l10n`: the pure files then stay free of `vscode`, and both look the same texts up in the same bundle.
 *
 * `main.ts` imports this file first: constants are translated when their module loads.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
