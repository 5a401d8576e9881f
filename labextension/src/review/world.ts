/** The log and the notebook beside it, as JupyterLab gives them. */

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import type { JSONValue } from '@lumino/coreutils';
import { Trouble } from '../tokens';
import type { ICell } from './drift';
import type { IBeside, IProvenanceServer, IReviewNeeds } from './tokens';
import { at, list, text } from './values';

const SUFFIX = '.prov.jsonl';

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
    }
  };
}

async function stampOf(
  contents: Contents.IManager,
  path: string
): Promise<string> {
  try {
    const { last_modified, size } = await contents.get(path, {
      content: false
    });
    return `${last_modified} ${size ?? ''}`;
  } catch (error) {
    throw isGone(error)
      ? new Trouble(
          `${path} is not there any more.`,
          'Was it moved or deleted? What was read of it stays here until this tab is closed.'
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

/** Whether the server says that there is no such file. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof ServerConnection.ResponseError &&
    error.response.status === 404
  );
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
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Open it to see what is wrong with it. The log is checked without it.'
    );
  }
}

function cellOf(cell: unknown): ICell {
  const source = at(cell, 'source');
  return {
    id: text(at(cell, 'id')),
    source: Array.isArray(source) ? source.join('') : (text(source) ?? ''),
    names: list(at(cell, 'metadata', 'sciassist', 'ids')).filter(
      name => typeof name === 'string'
    )
  };
}
