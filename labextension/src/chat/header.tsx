import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { clearIcon, downloadIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { placed } from '../endpoint';
import { asFault } from '../faults';
import { Alert } from '../parts';
import type { IFault } from '../tokens';
import type { IChatActions, IChatView } from './tokens';

/** Whose conversation it is, what can be done with the whole of it, and who answers. */
export function Header(props: {
  view: IChatView;
  actions: Pick<IChatActions, 'clear' | 'markdown'>;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  const { path } = view.assistant;
  const id = React.useId();
  const [fault, setFault] = React.useState<IFault | null>(null);
  const name = PathExt.basename(path);
  const empty = view.messages.length === 0;
  const save = (): void => {
    setFault(null);
    actions.markdown().then(
      text => {
        download(`${name.replace(/\.ipynb$/, '')}-chat.md`, text);
      },
      (error: unknown) => {
        setFault(asFault(error));
      }
    );
  };
  return (
    // A group: the banner of the page is JupyterLab's.
    <div className="jp-sciassist-header" role="group" aria-labelledby={id}>
      <div className="jp-sciassist-toolbar">
        <h2 id={id} title={path}>
          {trans.__('Chat: %1', name)}
        </h2>
        <button
          className="jp-sciassist-tool"
          title={trans.__('Save the conversation as Markdown')}
          aria-label={trans.__('Export')}
          disabled={empty}
          onClick={save}
        >
          <downloadIcon.react tag="span" />
        </button>
        <button
          className="jp-sciassist-tool"
          title={trans.__('Delete this conversation')}
          aria-label={trans.__('Clear')}
          disabled={empty}
          onClick={() => void actions.clear()}
        >
          <clearIcon.react tag="span" />
        </button>
      </div>
      <p className="jp-sciassist-faint">{who(view, trans)}</p>
      {fault !== null && <Alert fault={fault} />}
    </div>
  );
}

/** Which model comments; without one everything that is computed is there all the same. */
function who(view: IChatView, trans: TranslationBundle): string {
  const { model, serverFault } = view.assistant;
  if (serverFault !== null) {
    return `${serverFault.message} ${serverFault.cure}`;
  }
  if (model === null) {
    return '';
  }
  const name = model.name ?? model.id ?? '';
  switch (model.state) {
    case 'absent':
      return trans.__(
        'No language model: answers are computed, without comments.'
      );
    case 'failed':
      return trans.__('The model failed: %1', model.detail ?? name);
    default:
      return model.endpoint === null
        ? trans.__('Comments by %1', name)
        : trans.__('Comments by %1', placed(name, model.endpoint, trans));
  }
}

/** Hand a text to the browser's downloads. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
