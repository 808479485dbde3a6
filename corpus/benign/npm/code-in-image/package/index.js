const icons = { note: './assets/note.svg' };
console.error(icons);
