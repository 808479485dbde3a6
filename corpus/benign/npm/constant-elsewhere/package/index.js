import { open, words } from './lib/index.js';
import * as all from './lib/index.js';

open(words.file);
await fetch(`https://${all.HOST}/notes`);
