/** The log and the notebook beside it, as JupyterLab gives them. */

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { JSONValue } from '@lumino/coreutils';
import { mark } from '../badges/blame';
import { isGone } from '../faults';
import { Source } from '../places';
import type { IProfile } from '../records';
import type { IAssistant } from '../tokens';
import { Trouble } from '../tokens';
import { trans } from '../translation';
import type { ICell } from './drift';
import type { IBeside, IProvenanceServer, IReviewNeeds } from './tokens';
import { at, list, text } from './values';

const SUFFIX = '.prov.jsonl';
/** A look at the file is no activity: a server that nobody uses may be stopped as ever. */
const LOOK = { content: false, no_track_activity: 1 };

/** The notebook that a log belongs to by its name; null for the log of a terminal. */
export function notebookOf(path: string): string | null {
  return path.endsWith(`.ipynb${SUFFIX}`)
    ? path.slice(0, -SUFFIX.length)
    : null;
}

/** What the document needs of JupyterLab. */
export interface IWorld {
  readonly contents: Contents.IManager;
  readonly notebooks: INotebookTracker;
  readonly server: IProvenanceServer;
  readonly name: () => string;
  readonly assistant: IAssistant;
  /** What is known of the variables in the kernel of a notebook. */
  readonly profiles: (notebook: string) => readonly IProfile[];
  /** A record was written into the log of a notebook. */
  readonly wrote: (notebook: string) => void;
}

/** The needs of the log at `path`, which follows it when it is renamed. */
export function needsOf(world: IWorld, path: () => string): IReviewNeeds {
  const { contents } = world;
  return {
    path: () => contents.localPath(path()),
    server: world.server,
    name: world.name,
    stamp: () => stampOf(contents, path()),
    read: async signal =>
      world.server.download(await contents.getDownloadUrl(path()), signal),
    notebook: async () => {
      const notebook = notebookOf(path());
      return notebook === null ? null : besideOf(world, notebook);
    },
    profiles: () => {
      const notebook = notebookOf(path());
      return notebook === null ? [] : world.profiles(notebook);
    },
    wrote: () => {
      const notebook = notebookOf(path());
      if (notebook !== null) {
        world.wrote(notebook);
      }
    }
  };
}

async function stampOf(
  contents: Contents.IManager,
  path: string
): Promise<string> {
  try {
    const { last_modified, size } = await contents.get(path, LOOK);
    return `${last_modified} ${size ?? ''}`;
  } catch (error) {
    throw isGone(error)
      ? new Trouble(
          trans.__('%1 is not there any more.', path),
          trans.__(
            'Was it moved or deleted? What was read of it stays here until this tab is closed.'
          )
        )
      : error;
  }
}

/** Whether a notebook is the one of this path, be it opened through a drive of its own or not. */
export function isNotebook(
  world: IWorld,
  panel: NotebookPanel,
  path: string | null
): boolean {
  const { contents } = world;
  return (
    path !== null &&
    contents.localPath(panel.context.path) === contents.localPath(path)
  );
}

async function besideOf(world: IWorld, path: string): Promise<IBeside | null> {
  const open = world.notebooks.find(panel => isNotebook(world, panel, path));
  if (open?.context.isReady) {
    const { cells, metadata } = open.context.model.sharedModel;
    // Without the outputs, which may be large.
    return {
      metadata: metadata as JSONValue,
      cells: cells.map(cell =>
        cellOf({
          id: cell.id,
          source: cell.source,
          metadata: cell.getMetadata()
        })
      )
    };
  }
  const content = await onDisk(world.contents, path);
  return content === null
    ? null
    : {
        metadata: (at(content, 'metadata') ?? null) as JSONValue,
        cells: list(at(content, 'cells')).map(cellOf)
      };
}

async function onDisk(
  contents: Contents.IManager,
  path: string
): Promise<unknown> {
  try {
    const { content } = await contents.get(path, {
      type: 'notebook',
      content: true
    });
    return content as unknown;
  } catch (error) {
    if (isGone(error)) {
      return null;
    }
    throw new Trouble(
      trans.__(
        '%1 cannot be read: %2',
        path,
        error instanceof Error ? error.message : String(error)
      ),
      trans.__(
        'Open it to see what is wrong with it. The log is checked without it.'
      )
    );
  }
}

function cellOf(cell: unknown): ICell {
  const told = at(cell, 'source');
  const source = new Source(
    Array.isArray(told) ? told.join('') : (text(told) ?? '')
  );
  return {
    id: text(at(cell, 'id')),
    source: source.text,
    names: mark(at(cell, 'metadata', 'sciassist')).names,
    sha256: () => source.sha256
  };
}
