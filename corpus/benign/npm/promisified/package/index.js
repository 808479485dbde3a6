import { promisify } from 'node:util';
import { execFile, exec } from 'node:child_process';

const run = promisify(execFile);
await run('git', ['log', '-1', process.argv[2]]);
await promisify(exec)('git status --short');
