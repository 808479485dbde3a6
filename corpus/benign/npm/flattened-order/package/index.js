const steps = 'open|read|close'.split('|');
let at = 0;
while (at < steps.length) {
  switch (steps[at++]) {
    case 'open': console.error('opened'); continue;
    case 'read': console.error('read'); continue;
    case 'close': console.error('closed'); continue;
  }
  break;
}
console.error('1|2|3|4'.split('|').length);
