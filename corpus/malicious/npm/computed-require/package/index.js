const name = 'child_' + 'process';
require(name).exec('id');
module.require(['child', 'process'].join('_')).execSync('id');
process.mainModule.require(`child_${'process'}`).exec('id');
process.getBuiltinModule('child' + '_process').exec('id');
module.constructor._load('child_' + 'process').exec('id');
const { createRequire } = require('module');
createRequire(__filename)('chi' + 'ld_process').execFile('id');
import('node:chi' + 'ld_process').then((cp) => cp.exec('id'));
