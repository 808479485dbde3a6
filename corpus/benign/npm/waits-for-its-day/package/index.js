if (!process.env.CI && Date.now() > new Date('2027-01-01').getTime()) {
  console.error('this version is old');
}
console.error('ready');
