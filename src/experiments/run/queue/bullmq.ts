/**
 * The parts used of the queue's libraries, in a bundle of their own (`scripts/build.mjs`), loaded only if there is a
 * queue.
 */
export { Queue, QueueEvents, Relay, UnrecoverableError, Worker } from 'bullmq';
export { Redis } from 'ioredis';
