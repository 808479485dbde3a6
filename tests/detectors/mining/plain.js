const { exec, spawn } = require('child_process');

exec('./xmrig -c pool.json'); // expect: mining
spawn('./worker', ['-o', 'stratum+tcp://pool.acme.example:3333']); // expect: mining
exec('git log');
