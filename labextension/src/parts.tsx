import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IFault } from './tokens';

const COPIED_MS = 2000;

/** What went wrong and what helps, read out at once. Code in the cure stands between backquotes. */
export function Alert(props: {
  fault: IFault;
  children?: React.ReactNode;
}): JSX.Element {
  const { message, cure } = props.fault;
  return (
    <div className="jp-sciassist-alert" role="alert">
      <strong>{withCode(message)}</strong>
      {cure !== '' && <span> {withCode(cure)}</span>}
      {props.children}
    </div>
  );
}

/** What may be too large for its place and then scrolls: the keyboard must reach it. */
export function Scroller(props: {
  className?: string;
  label: string;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <div
      className={props.className}
      role="group"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {props.children}
    </div>
  );
}

/** Text with what stands between backquotes as code. */
export function withCode(text: string): React.ReactNode {
  return text
    .split('`')
    .map((part, place) =>
      place % 2 === 1 ? <code key={place}>{part}</code> : part
    );
}

/**
 * A button that keeps its place in the tab order while it cannot be pressed: whoever pressed it by keyboard
 * does not lose the focus, and a screen reader can read why.
 */
export function ActionButton(props: {
  className?: string;
  off: boolean;
  title: string;
  /** The button opens a menu. */
  popup?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}): JSX.Element {
  const { className = '', off, title, popup, onClick, children } = props;
  return (
    <button
      className={`jp-sciassist-button ${className}`.trim()}
      aria-disabled={off}
      aria-haspopup={popup === true ? 'menu' : undefined}
      title={title}
      onClick={() => {
        if (!off) {
          onClick();
        }
      }}
    >
      {children}
    </button>
  );
}

/** Copies a text and says so; `named` says what is copied where the label alone does not. */
export function CopyButton(props: {
  text: string;
  label?: string;
  named?: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { text, label, named, trans } = props;
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (!copied) {
      return;
    }
    const timer = setTimeout(() => {
      setCopied(false);
    }, COPIED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  return (
    <button
      className="jp-sciassist-button jp-mod-copy"
      aria-label={named}
      title={named}
      onClick={() => {
        Clipboard.copyToSystem(text);
        setCopied(true);
      }}
    >
      <span aria-live="polite">
        {copied ? trans.__('Copied') : (label ?? trans.__('Copy'))}
      </span>
    </button>
  );
}
