/** What the kernel side says, read and checked. */

import type { IReceipt } from './recording';
import type { IFault, Push } from './tokens';
import { Trouble } from './tokens';
import { trans } from './translation';
import type { Status } from './records';
import { read, readAll, RecordError } from './shapes';
import { readChat, readChats } from './chat/shapes';
import type { ICompletion } from './chat/tokens';

type Fields = { readonly [key: string]: unknown };

/** What became of reaching the kernel side: only what it said can be of another version, all else is the way to it. */
export function asTrouble(error: unknown): Trouble {
  return error instanceof Trouble
    ? error
    : new Trouble(
        trans.__('The kernel did not answer: %1', String(error)),
        trans.__(
          'Try again. If it stays, restart the kernel from the Kernel menu.'
        ),
        true
      );
}

/** What the kernel side said cannot be read. */
function misread(error: unknown): Trouble {
  return otherVersion(
    trans.__(
      'The kernel side answered in a way this panel does not understand: %1',
      String(error)
    )
  );
}

/** Kernel and panel do not fit each other. */
export function otherVersion(message: string): Trouble {
  return new Trouble(
    message,
    trans.__(
      'Install the same version of jupyter_sciassist beside JupyterLab and in the kernel, then restart the kernel and reload the page.'
    )
  );
}

/** A push with its records checked; an error for all requests where it is none. */
export function pushOf(data: unknown): Push {
  try {
    return readPush(data);
  } catch (error) {
    return { event: 'error', re: null, subject: null, fault: misread(error) };
  }
}

function readPush(data: unknown): Push {
  const fields = data as Fields;
  const event = fields['event'];
  switch (event) {
    case 'variables':
      return { event, variables: readAll('Profile', fields['variables']) };
    case 'progress':
      return {
        event,
        subject: text(fields, 'subject'),
        done: Number(fields['done']),
        total: Number(fields['total'])
      };
    case 'suggestions':
      return {
        event,
        subject: text(fields, 'subject'),
        suggestions: readAll('Suggestion', fields['suggestions']),
        ledger: ledger(fields['ledger']),
        complete: fields['complete'] !== false,
        confirmations: number(fields['confirmations']) ?? 0
      };
    case 'confirmed':
      return {
        event,
        re: number(fields['re']),
        suggestion: read('Suggestion', fields['suggestion']),
        receipt: receipt(fields['receipt'])
      };
    case 'answer':
      return {
        event,
        re: number(fields['re']),
        answer: read('Answer', fields['answer'])
      };
    case 'reply':
      return {
        event,
        re: number(fields['re']),
        reply: readChat('Reply', fields['reply']),
        final: fields['final'] === true
      };
    case 'pieces':
      return {
        event,
        re: number(fields['re']),
        pieces: readChats('Piece', fields['pieces']),
        window: number(fields['window']),
        exact: fields['exact'] === true
      };
    case 'completions':
      return {
        event,
        re: number(fields['re']),
        items: completions(fields['items'])
      };
    case 'consulting':
    case 'stopped':
      return { event, re: number(fields['re']) };
    case 'done':
      return {
        event,
        re: number(fields['re']),
        stopped: fields['stopped'] === true
      };
    case 'status':
      return {
        event,
        suggestion: text(fields, 'suggestion'),
        status: text(fields, 'status') as Status
      };
    case 'error':
      return {
        event,
        re: number(fields['re']),
        subject:
          typeof fields['subject'] === 'string' ? fields['subject'] : null,
        fault: fault(fields)
      };
    case 'insert':
      return { event, suggestion: text(fields, 'suggestion') };
    case 'changed':
      return { event };
    default:
      throw new RecordError(`no event is called ${JSON.stringify(event)}.`);
  }
}

/** What `register()` said: its version, or why it is missing. */
export function readRegistration(
  expressions: unknown
): { version: string; protocol: number } | { missing: string } {
  const result = (expressions as Fields)['r'] as Fields | undefined;
  if (result?.['status'] !== 'ok') {
    return unregistered(String(result?.['ename']), String(result?.['evalue']));
  }
  const data = result['data'] as Fields;
  const plain = String(data['text/plain']);
  const json = plain.slice(plain.indexOf('{'), plain.lastIndexOf('}') + 1);
  try {
    const answer = JSON.parse(json) as Fields;
    return {
      version: text(answer, 'version'),
      protocol: Number(answer['protocol'])
    };
  } catch (error) {
    throw misread(error);
  }
}

function unregistered(name: string, message: string): { missing: string } {
  const lacks = name === 'ModuleNotFoundError' || name === 'ImportError';
  if (lacks) {
    return { missing: message };
  }
  throw new Trouble(
    trans.__(
      'The kernel side of jupyter_sciassist did not start: %1: %2',
      name,
      message
    ),
    trans.__(
      'Restart the kernel; if it stays, install jupyter_sciassist anew with %pip install -U jupyter_sciassist.'
    )
  );
}

function ledger(value: unknown): { id: string; size: number } | null {
  return value === null || value === undefined ? null : read('Family', value);
}

function completions(value: unknown): ICompletion[] {
  if (!Array.isArray(value)) {
    throw new RecordError('items should be a list.');
  }
  return (value as Fields[]).map(item => ({
    name: text(item, 'name'),
    told: text(item, 'told')
  }));
}

/** What became of the record; null where nothing new was recorded. */
function receipt(value: unknown): IReceipt | null {
  return value === null || value === undefined ? null : (value as IReceipt);
}

function fault(fields: Fields): IFault {
  return { message: text(fields, 'message'), cure: text(fields, 'cure') };
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') {
    throw new RecordError(`${name} should be a string.`);
  }
  return value;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** Whether a push says that a request was stopped; one that was made after the stop was not. */
export function stops(push: Push, request: number): boolean {
  return push.event === 'stopped' && (push.re === null || push.re > request);
}
