import { execFile } from 'node:child_process';

enum Level {
  Quiet = 'warn',
}
(console as any)[Level.Quiet]('ready');
execFile('git', ['status'] as const satisfies readonly string[]);
