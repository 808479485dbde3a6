const { spawnSync } = require('child_process');

exports.report = () => spawnSync('powershell', ['-NoProfile', '-File', 'report.ps1'], { encoding: 'utf8' }).stdout;
