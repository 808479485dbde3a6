const { spawnSync } = require('child_process');

exports.version = () => spawnSync(process.execPath, ['-e', 'console.log(process.version)'], { encoding: 'utf8' }).stdout;
