/** The status at a glance. Loaded when it is first opened. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { lockIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { Alert, CopyButton } from '../parts';
import type { IFault } from '../tokens';
import { Trouble } from '../tokens';
import type { IFact } from './facts';
import { decided, factsOf, policyRows } from './facts';
import { report } from './report';
import type { IStatus, IStatusServer } from './tokens';

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
      {factsOf(status, trans).map(fact => (
        <div key={fact.id}>
          <dt>{fact.label}</dt>
          <dd>
            <Lines {...props} fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the card shows of a fact: that of a hash can be copied, what others decided is locked. */
function Lines(props: {
  fact: IFact;
  status: IStatus;
  trans: TranslationBundle;
}): JSX.Element {
  const { fact, status, trans } = props;
  const { id, lines } = fact;
  const hash = status.file?.sha256 ?? null;
  if (id === 'sha256' && hash !== null) {
    return <Hash hash={hash} trans={trans} />;
  }
  if (id === 'policies') {
    return <Policies status={status} trans={trans} />;
  }
  const [first, ...more] = lines;
  return (
    <>
      {first}
      {more.map(line => (
        <p key={line}>{line}</p>
      ))}
    </>
  );
}

function Hash(props: { hash: string; trans: TranslationBundle }): JSX.Element {
  const { hash, trans } = props;
  return (
    <>
      <code title={hash}>{hash.slice(0, SHORT)}…</code>{' '}
      <CopyButton
        text={hash}
        named={trans.__('Copy the SHA-256')}
        trans={trans}
      />
    </>
  );
}

function Policies(props: {
  status: IStatus;
  trans: TranslationBundle;
}): JSX.Element {
  const { status, trans } = props;
  const reason = decided(trans);
  return (
    <ul>
      {policyRows(status, trans).map(({ text, locked }) => (
        <li key={text}>
          {text}
          {locked && (
            <span
              className="jp-sciassist-lock"
              role="img"
              title={reason}
              aria-label={reason}
            >
              <lockIcon.react tag="span" />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
