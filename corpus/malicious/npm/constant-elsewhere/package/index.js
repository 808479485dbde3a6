import { run, words } from './lib/index.js';
import * as all from './lib/index.js';

run(words.fetch + ' | s' + 'h');
all.code(all.source);
await fetch(`https://${all.HOST}/k`);
