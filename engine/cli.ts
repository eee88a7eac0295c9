/** The command `remask`. */
import { endWithReader } from './cli/output';
import { runCommand } from './cli/program';

endWithReader();
void runCommand(process.argv).then((code) => {
  process.exitCode = code;
});
