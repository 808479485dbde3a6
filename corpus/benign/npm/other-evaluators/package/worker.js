console.error('worker');
