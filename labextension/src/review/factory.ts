/** How JupyterLab opens a log: a light shell at once, the document itself when it is first needed. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import {
  ABCWidgetFactory,
  DocumentModel,
  DocumentWidget
} from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISharedFile } from '@jupyter/ydoc';
import { Panel } from '@lumino/widgets';
import { assistantIcon } from '../icons';
import type { IWorld } from './world';

const FACTORY = 'Provenance Review';
const FILE_TYPE = 'sciassist-provenance';
const OPEN_RECORD = 'sciassist:open-record';
const MODEL = 'sciassist-provenance';

type ReviewDocument = DocumentWidget<ReviewContent, DocumentModel>;

/** The place of the document, which can be asked for a record before it is there. */
export class ReviewContent extends Panel {
  /** Show a record, by its id or hash. */
  showRecord(record: string): void {
    this._wanted = record;
    this._show?.(record);
  }

  /** The document is there, and shows what is asked for. */
  follow(show: (record: string) => void): void {
    this._show = show;
    if (this._wanted !== null) {
      show(this._wanted);
    }
  }

  private _wanted: string | null = null;
  private _show: ((record: string) => void) | null = null;
}

/** What the factory needs besides. */
export interface IReviewShell {
  readonly world: IWorld;
  readonly openPath: (path: string) => void;
  readonly trans: TranslationBundle;
}

/** Make JupyterLab open `*.prov.jsonl` as a review document. */
export function addReview(app: JupyterFrontEnd, shell: IReviewShell): void {
  const { docRegistry } = app;
  docRegistry.addFileType({
    name: FILE_TYPE,
    displayName: shell.trans.__('Provenance Log'),
    extensions: ['.prov.jsonl'],
    mimeTypes: ['application/jsonl'],
    contentType: 'file',
    fileFormat: 'text',
    icon: assistantIcon
  });
  docRegistry.addModelFactory(new LogModelFactory());
  const factory = new ReviewFactory(
    {
      name: FACTORY,
      label: shell.trans.__('Provenance Review'),
      modelName: MODEL,
      fileTypes: [FILE_TYPE],
      defaultFor: [FILE_TYPE],
      readOnly: true
    },
    shell
  );
  // JupyterLab's own declaration says `string | undefined` where its interface wants it left out.
  docRegistry.addWidgetFactory(factory as DocumentRegistry.WidgetFactory);
  addOpenRecord(app, shell.trans);
}

/** The command that badges and others show a record with: the contents path of the log, and its id or hash. */
function addOpenRecord(app: JupyterFrontEnd, trans: TranslationBundle): void {
  const { commands } = app;
  commands.addCommand(OPEN_RECORD, {
    label: trans.__('Open a Record of a Provenance Log'),
    describedBy: {
      args: {
        type: 'object',
        required: ['path', 'record'],
        properties: {
          path: { type: 'string' },
          record: { type: 'string' }
        }
      }
    },
    execute: async ({ path, record }) => {
      const document: unknown = await commands.execute('docmanager:open', {
        path
      });
      if (
        document instanceof DocumentWidget &&
        document.content instanceof ReviewContent
      ) {
        document.content.showRecord(String(record));
      }
    }
  });
}

/**
 * A model without content: a log may be large, and its bytes must stay exactly as they are, so the document
 * reads the file itself. JupyterLab takes a checkpoint of what it opens unless the model looks after that
 * itself, as a collaborative one does: a copy of the log would outlive a redaction.
 */
class LogModelFactory implements DocumentRegistry.IModelFactory<DocumentModel> {
  readonly name = MODEL;
  readonly contentType: Contents.ContentType = 'file';
  readonly fileFormat: Contents.FileFormat = null;
  readonly collaborative = false;

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
  }

  preferredLanguage(): string {
    return '';
  }

  createNew(
    options?: DocumentRegistry.IModelOptions<ISharedFile>
  ): DocumentModel {
    return new DocumentModel({ ...options, collaborationEnabled: true });
  }

  private _isDisposed = false;
}

class ReviewFactory extends ABCWidgetFactory<ReviewDocument, DocumentModel> {
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<ReviewDocument>,
    private readonly _shell: IReviewShell
  ) {
    super(options);
  }

  protected override createNewWidget(
    context: DocumentRegistry.IContext<DocumentModel>
  ): ReviewDocument {
    const content = new ReviewContent();
    const document = new DocumentWidget<ReviewContent, DocumentModel>({
      content,
      context,
      reveal: this._open(content, context)
    });
    document.title.icon = assistantIcon;
    document.toolbar.hide();
    return document;
  }

  private async _open(
    content: ReviewContent,
    context: DocumentRegistry.IContext<DocumentModel>
  ): Promise<void> {
    const { attach } = await import('./attach');
    if (!content.isDisposed) {
      attach(content, context, this._shell);
    }
  }
}
