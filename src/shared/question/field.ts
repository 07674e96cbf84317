/**
 * What can be said about one field of a question. Everything that reads, writes, stores or compares questions is
 * derived from it.
 */
import type * as z from 'zod';
import type { Needs } from '../needs';

/** A value that names a file: a path, FILE#ARRAY, or text that is FILE#ARRAY only if it contains "#". */
export interface FileRole {
  names: 'path' | 'data' | 'dataOrText';
  /** The file's name in keys, stamps and sentences; without it, changes to the file go unnoticed. */
  file?: string;
}

/** By the part that names a file, for values with several parts. */
export type PartRoles = Readonly<Record<string, FileRole>>;

/**
 * Whether methods with these needs take the field: 'always'; 'layer': if they ask about a layer; 'optional': if it is given, with no
 * default; undefined: never.
 */
export type Asked = (needs: Needs) => 'always' | 'layer' | 'optional' | undefined;

/** How an experiment file writes it. */
export interface Written {
  /** The field's name by default. */
  key?: string;
  meaning: string;
  /** A list of values makes one run for each. */
  many: boolean;
  /** An extra check of one value, if the field's schema says too little. */
  schema?: z.ZodType;
  /** What completion offers. */
  words?: readonly string[];
  /** The error for any other value, unless it is one of an enumeration, a path, or has parts. */
  problem?: string;
}

/** How the command line writes it; --NAME VALUE by default. */
export interface Flags<T = unknown> {
  options: Readonly<Record<string, 'string' | 'boolean'>>;
  write(value: T): string[];
  /** Undefined if none of the options is given. Throws ArgumentError. */
  read(values: Readonly<Record<string, string | boolean | undefined>>): T | undefined;
}

export interface Field<S extends z.ZodType = z.ZodType> {
  schema: S;
  asked: Asked;
  /** Whether methods that take it require it, unless it is optional. */
  needed?: boolean;
  /** Left out of files and command lines. */
  default?: z.infer<S>;
  role?: FileRole | PartRoles;
  /** Absent for what is written as part of the method. */
  written?: Written;
  flags?: Flags<NonNullable<z.infer<S>>>;
}

export function isFileRole(role: FileRole | PartRoles): role is FileRole {
  return typeof (role as Partial<FileRole>).names === 'string';
}
