/** What the status card agrees on with the server: contracts only. */

import type { IServerStatus } from '../tokens';

/** A policy, and whether it takes the choice from the user. */
export interface IPolicyState {
  readonly value: 'user-choice' | 'force-on' | 'force-off';
  readonly locked: boolean;
}

/** All that GET /sciassist/status tells. */
export interface IStatus extends IServerStatus {
  readonly pid: number | null;
  readonly policies: {
    readonly [name in 'chat' | 'model' | 'network']: IPolicyState;
  };
  /** The model's file; its hash is null where it was not read through yet. */
  readonly file: {
    readonly name: string;
    readonly sha256: string | null;
    readonly bytes: number;
  } | null;
  /** Bytes, null where the system does not tell. */
  readonly memory: {
    readonly worker: number | null;
    readonly server: number | null;
  };
  /** Tokens a second of the last answers. */
  readonly speed: {
    readonly prompt: number | null;
    readonly answer: number | null;
  } | null;
  /** Hosts that the extension talks to. */
  readonly connections: readonly string[];
  /** By name; null where it is not installed. */
  readonly versions: { readonly [name: string]: string | null };
  /** Where the server's log is kept, null where it goes to the terminal. */
  readonly log_file: string | null;
}

/** Rejects with a Trouble. */
export interface IStatusServer {
  /** With `hash` the model's file is read through where its hash is not known yet. */
  fullStatus(hash: boolean): Promise<IStatus>;
}
