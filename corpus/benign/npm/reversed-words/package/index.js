const turn = (word) => word.split('').reverse().join('');
const isPalindrome = (word) => turn(word) === word;
console.error(isPalindrome('level'), turn('stressed'));
