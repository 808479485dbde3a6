import { Buffer } from 'node:buffer';

const word: string = 'ev' + 'al';
(globalThis as any)[word]('1'); // expect: dynamic-code
const e = eval as (text: string) => unknown;
e(Buffer.from('MSArIDE=', 'base64').toString()); // expect: dynamic-code
[].constructor.constructor(process.argv[2])(); // expect: dynamic-code
\u0065v\u0061l('\x31\x20\x61\x62\x63'); // expect: dynamic-code
Reflect.apply(eval, undefined, [process.argv[2]]); // expect: dynamic-code
Reflect.apply(eval, undefined, [atob(process.argv[2])]); // expect: dynamic-code
class Note {
  twin() {
    return new (this.constructor as any)();
  }
}
export default new Note().twin();
