export default { file: 'notes.txt' };
