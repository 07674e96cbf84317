/** Types of rooms.mjs, which is plain JavaScript because ESLint's configuration reads it. */
import type { Linter } from 'eslint';

export const rooms: { room: string; not?: string[] }[];
export const roomRules: Linter.Config[];

export const methodRooms: readonly { room: string; on?: readonly string[] }[];
