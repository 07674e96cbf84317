/**
 * How threads share work and wait for each other. Addresses below 4096 are reserved for this; the caller zeroes the
 * counters before each call.
 */
const ARRIVED: usize = 0;
const GENERATION: usize = 64;
const COUNTERS: usize = 128;

/** Start of the next `chunk` items that no thread has taken. Each counter has its own cache line. */
@inline
export function take(counter: i32, chunk: i32): i32 {
  return atomic.add<i32>(COUNTERS + (<usize>counter << 6), chunk);
}

/** Waits until all threads are here. */
export function meet(threads: i32): void {
  if (threads == 1) return;
  const generation = atomic.load<i32>(GENERATION);
  if (atomic.add<i32>(ARRIVED, 1) == threads - 1) {
    atomic.store<i32>(ARRIVED, 0);
    atomic.add<i32>(GENERATION, 1);
    atomic.notify(GENERATION, -1);
    return;
  }
  // Spins briefly first: threads often arrive within microseconds of each other.
  for (let i = 0; i < 200; i++) if (atomic.load<i32>(GENERATION) != generation) return;
  while (atomic.load<i32>(GENERATION) == generation) atomic.wait<i32>(GENERATION, generation, -1);
}
