// @ts-check
import { parentPort } from 'node:worker_threads';

// A thread that ends, unasked, as soon as it is given something to do.
parentPort?.on('message', () => process.exit(3));
