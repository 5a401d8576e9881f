/** The facts of a status: what the card, the chat's `/model` and whoever asks for them show. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { megabytes } from './report';
import type { IPolicyState, IStatus, IStatusServer } from './tokens';
import {
  memoryWords,
  modelWords,
  networkWords,
  policyWords,
  queueWords,
  speedWords
} from './words';

/** A fact, its parts a line each. */
export interface IFact {
  readonly id:
    | 'model'
    | 'file'
    | 'sha256'
    | 'memory'
    | 'speed'
    | 'queue'
    | 'network'
    | 'policies'
    | 'log'
    | 'versions';
  readonly label: string;
  readonly lines: readonly string[];
}

/** Tell the status at once, and again where the model's file had to be read for its hash. */
export async function tellStatus(
  server: IStatusServer,
  tell: (status: IStatus) => void
): Promise<void> {
  const first = await server.fullStatus(false);
  tell(first);
  if (first.file !== null && first.file.sha256 === null) {
    tell(await server.fullStatus(true));
  }
}

/** All that is known, in the order in which it is read. */
export function factsOf(
  status: IStatus,
  trans: TranslationBundle
): readonly IFact[] {
  const { detail } = status.model;
  const model = modelWords(status, trans);
  return [
    {
      id: 'model',
      label: trans.__('Model'),
      lines: detail === null ? [model] : [model, detail]
    },
    ...fileFacts(status, trans),
    {
      id: 'memory',
      label: trans.__('Memory'),
      lines: [memoryWords(status, trans)]
    },
    {
      id: 'speed',
      label: trans.__('Speed'),
      lines: [speedWords(status, trans)]
    },
    {
      id: 'queue',
      label: trans.__('Queue'),
      lines: [queueWords(status, trans)]
    },
    {
      id: 'network',
      label: trans.__('Network'),
      lines: [networkWords(status, trans)]
    },
    {
      id: 'policies',
      label: trans.__('Policies'),
      lines: policyRows(status, trans).map(({ text, locked }) =>
        locked ? `${text} (${decided(trans)})` : text
      )
    },
    {
      id: 'log',
      label: trans.__('Log file'),
      lines: [status.log_file ?? trans.__('none, the log goes to the terminal')]
    },
    {
      id: 'versions',
      label: trans.__('Versions'),
      lines: [versionWords(status, trans)]
    }
  ];
}

/** Who took the choice from the user. */
export function decided(trans: TranslationBundle): string {
  return trans.__('Whoever runs this server decided it');
}

/** The policies, a line each. */
export function policyRows(
  { policies }: IStatus,
  trans: TranslationBundle
): readonly { readonly text: string; readonly locked: boolean }[] {
  const row = (
    name: string,
    policy: IPolicyState
  ): { text: string; locked: boolean } => ({
    text: trans.__('%1: %2', name, policyWords(policy, trans)),
    locked: policy.locked
  });
  return [
    row(trans.__('Conversation'), policies.chat),
    row(trans.__('Language model'), policies.model),
    row(trans.__('Network'), policies.network)
  ];
}

function fileFacts(
  { file }: IStatus,
  trans: TranslationBundle
): readonly IFact[] {
  if (file === null) {
    return [];
  }
  const { name, bytes, sha256 } = file;
  return [
    {
      id: 'file',
      label: trans.__('File'),
      lines: [trans.__('%1, %2', name, megabytes(bytes) ?? '')]
    },
    {
      id: 'sha256',
      label: trans.__('SHA-256'),
      lines: [sha256 ?? trans.__('the file is being read…')]
    }
  ];
}

function versionWords(status: IStatus, trans: TranslationBundle): string {
  const { version, versions } = status;
  return [
    `jupyter_sciassist ${version}`,
    ...Object.entries(versions).map(
      ([name, found]) => `${name} ${found ?? trans.__('not installed')}`
    )
  ].join(', ');
}
