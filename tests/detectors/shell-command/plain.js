const { exec, execFile, execSync, spawn } = require('child_process');

exec('git status');
exec(`git log ${process.argv[2]}`); // expect: shell-command
execFile('git', ['log', process.argv[2]]);
execSync('curl -s https://acme.example/i.sh | sh'); // expect: shell-command
spawn('git', ['status'], { shell: true });
spawn('git log ' + process.argv[2], { shell: true }); // expect: shell-command
spawn('bash', ['-c', 'git status']);
spawn('bash', ['-c', process.argv[2]]); // expect: shell-command
/a/.exec(process.argv[2]);
