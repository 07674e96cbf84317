/** What there is to say of one field of a question, so that all who read, write, keep or compare questions can be derived from it. */
import type * as z from 'zod';
import type { Needs } from '../needs';

/** A value that names a file: a path, FILE#ARRAY, or text that is FILE#ARRAY only where it has a "#". */
export interface FileRole {
  names: 'path' | 'data' | 'dataOrText';
  /** What the file is called in keys, stamps and sentences; without it, changes of the file go unnoticed. */
  file?: string;
}

/** By the part that names a file, for values of several parts. */
export type PartRoles = Readonly<Record<string, FileRole>>;

/**
 * Whether methods with these needs are asked with the field: 'always'; 'layer': where a layer is asked about; 'optional': where it is given,
 * without default; undefined: never.
 */
export type Asked = (needs: Needs) => 'always' | 'layer' | 'optional' | undefined;

/** How an experiment file says it. */
export interface Written {
  /** By default the field's name. */
  key?: string;
  meaning: string;
  /** A list of values makes a run of each. */
  many: boolean;
  /** What one value must be there, where the field's own schema says too little. */
  schema?: z.ZodType;
  /** What editors offer. */
  words?: readonly string[];
  /** Said of any other value, unless it is one of an enumeration, a path, or has parts. */
  problem?: string;
}

/** How the command line says it; by default as --NAME VALUE. */
export interface Flags<T = unknown> {
  options: Readonly<Record<string, 'string' | 'boolean'>>;
  write(value: T): string[];
  /** Undefined where none of the options is given. Throws ArgumentError. */
  read(values: Readonly<Record<string, string | boolean | undefined>>): T | undefined;
}

export interface Field<S extends z.ZodType = z.ZodType> {
  schema: S;
  asked: Asked;
  /** Whether a method that is asked with it cannot do without, unless it is optional. */
  needed?: boolean;
  /** Left out of files and command lines. */
  default?: z.infer<S>;
  role?: FileRole | PartRoles;
  /** Absent for what is written as a part of the method. */
  written?: Written;
  flags?: Flags<NonNullable<z.infer<S>>>;
}

export function isFileRole(role: FileRole | PartRoles): role is FileRole {
  return typeof (role as Partial<FileRole>).names === 'string';
}
