class Note {
  copy() {
    return new this.constructor();
  }
}
const note = new Note();
console.error(note.constructor.name, note.copy() instanceof Note, [].constructor === Array);
const root = Function('return this')();
console.error(typeof root);
