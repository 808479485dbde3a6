exports.greeting = () => Buffer.from('RwBvAG8AZAAgAG0AbwByAG4AaQBuAGcALAAgAGEAbgBkACAAdwBlAGwAYwBvAG0AZQAgAHQAbwAgAHkAbwB1AHIAIABuAG8AdABlAHMALgA=', 'base64').toString('utf16le');
