/** What is used of the queue's libraries, in a bundle of its own (`scripts/build.mjs`): loaded by those alone who have a queue. */
export { Queue, QueueEvents, Relay, UnrecoverableError, Worker } from 'bullmq';
export { Redis } from 'ioredis';
