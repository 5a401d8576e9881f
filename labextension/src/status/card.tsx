/** The status at a glance. Loaded when it is first opened. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { lockIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { Alert, CopyButton } from '../parts';
import type { IFault } from '../tokens';
import { Trouble } from '../tokens';
import { megabytes, report } from './report';
import type { IStatus, IStatusServer } from './tokens';
import {
  memoryWords,
  modelWords,
  networkWords,
  policyWords,
  queueWords,
  speedWords
} from './words';

const EVERY_MS = 2000;
const SHORT = 12;

/** Asks the server again and again while it is shown. */
export function StatusCard(props: {
  server: IStatusServer;
  trans: TranslationBundle;
}): JSX.Element {
  const { server, trans } = props;
  const { status, fault } = useStatus(server);
  return (
    <div className="jp-sciassist jp-sciassist-statusCard">
      {fault !== null && <Alert fault={fault} />}
      {status === null ? (
        fault === null && <p role="status">{trans.__('Asking the server…')}</p>
      ) : (
        <>
          <Facts status={status} trans={trans} />
          <div className="jp-sciassist-statusFoot">
            <CopyButton
              text={report(status, navigator.userAgent)}
              label={trans.__('Copy for a bug report')}
              trans={trans}
            />
          </div>
        </>
      )}
    </div>
  );
}

/** The latest status, and what went wrong when it was asked for last. */
function useStatus(server: IStatusServer): {
  status: IStatus | null;
  fault: IFault | null;
} {
  const [status, setStatus] = React.useState<IStatus | null>(null);
  const [fault, setFault] = React.useState<IFault | null>(null);
  React.useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let gone = false;
    // The first answer comes at once, a hash that must be computed with the second.
    const ask = async (hash: boolean): Promise<void> => {
      try {
        const told = await server.fullStatus(hash);
        if (!gone) {
          setStatus(told);
          setFault(null);
        }
      } catch (error) {
        if (!(error instanceof Trouble)) {
          throw error;
        }
        if (!gone) {
          setFault(error);
        }
      }
      if (!gone) {
        timer = setTimeout(() => void ask(true), hash ? EVERY_MS : 0);
      }
    };
    void ask(false);
    return () => {
      gone = true;
      if (timer !== null) {
        clearTimeout(timer);
      }
    };
  }, [server]);
  return { status, fault };
}

function Facts(props: {
  status: IStatus;
  trans: TranslationBundle;
}): JSX.Element {
  const { status, trans } = props;
  return (
    <dl>
      <Fact label={trans.__('Model')}>
        {modelWords(status, trans)}
        {status.model.detail !== null && <p>{status.model.detail}</p>}
      </Fact>
      {status.file !== null && <File file={status.file} trans={trans} />}
      <Fact label={trans.__('Memory')}>{memoryWords(status, trans)}</Fact>
      <Fact label={trans.__('Speed')}>{speedWords(status, trans)}</Fact>
      <Fact label={trans.__('Queue')}>{queueWords(status, trans)}</Fact>
      <Fact label={trans.__('Network')}>{networkWords(status, trans)}</Fact>
      <Policies status={status} trans={trans} />
      <Fact label={trans.__('Log file')}>
        {status.log_file === null
          ? trans.__('none, the log goes to the terminal')
          : status.log_file}
      </Fact>
      <Versions status={status} trans={trans} />
    </dl>
  );
}

function Fact(props: {
  label: string;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function File(props: {
  file: NonNullable<IStatus['file']>;
  trans: TranslationBundle;
}): JSX.Element {
  const { file, trans } = props;
  return (
    <>
      <Fact label={trans.__('File')}>
        {trans.__('%1, %2', file.name, megabytes(file.bytes) ?? '')}
      </Fact>
      <Fact label={trans.__('SHA-256')}>
        {file.sha256 === null ? (
          trans.__('the file is being read…')
        ) : (
          <>
            <code title={file.sha256}>{file.sha256.slice(0, SHORT)}…</code>{' '}
            <CopyButton
              text={file.sha256}
              named={trans.__('Copy the SHA-256')}
              trans={trans}
            />
          </>
        )}
      </Fact>
    </>
  );
}

function Policies(props: {
  status: IStatus;
  trans: TranslationBundle;
}): JSX.Element {
  const { status, trans } = props;
  const { chat, model, network } = status.policies;
  const decided = trans.__('Whoever runs this server decided it');
  const rows = [
    [trans.__('Conversation'), chat],
    [trans.__('Language model'), model],
    [trans.__('Network'), network]
  ] as const;
  return (
    <Fact label={trans.__('Policies')}>
      <ul>
        {rows.map(([name, policy]) => (
          <li key={name}>
            {trans.__('%1: %2', name, policyWords(policy, trans))}
            {policy.locked && (
              <span
                className="jp-sciassist-lock"
                role="img"
                title={decided}
                aria-label={decided}
              >
                <lockIcon.react tag="span" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Versions(props: {
  status: IStatus;
  trans: TranslationBundle;
}): JSX.Element {
  const { status, trans } = props;
  const { version, versions } = status;
  return (
    <Fact label={trans.__('Versions')}>
      {[
        `jupyter_sciassist ${version}`,
        ...Object.entries(versions).map(
          ([name, found]) => `${name} ${found ?? trans.__('not installed')}`
        )
      ].join(', ')}
    </Fact>
  );
}
