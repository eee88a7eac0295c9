// Stand-in for @vscode/native-watchdog, which ends a process whose parent is gone. The guard of the server does that here.
exports.start = () => {};
exports.exit = (code) => process.exit(code);
