const words = await import('data:text/javascript,export const letters = %22abc%22;');
export const letters = words.letters;
