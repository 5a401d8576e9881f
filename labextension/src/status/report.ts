/** The status as text for a bug report: English, and without anything that is secret. */

import type { IStatus } from './tokens';

/** A line a fact, as `jupyter sciassist status` prints them. */
export function report(status: IStatus, browser: string): string {
  const { model, file, memory, speed } = status;
  return [
    `jupyter_sciassist ${status.version}`,
    ...Object.entries(status.versions).map(
      ([name, version]) => `${name} ${version ?? 'not installed'}`
    ),
    `browser ${browser}`,
    `model ${model.name ?? model.id ?? 'none'}, ${model.state}`,
    ...(model.detail === null ? [] : [`  ${model.detail}`]),
    file === null
      ? 'model file: none'
      : `model file: ${file.name}, ${file.bytes} bytes, sha256 ${file.sha256 ?? 'not read'}`,
    Object.entries(status.policies)
      .map(([name, { value }]) => `${name} policy ${value}`)
      .join(', '),
    `network connections: ${status.connections.join(', ') || 'none'}`,
    `requests waiting: ${status.queue}`,
    ...(status.pid === null
      ? []
      : [`model process: ${megabytes(memory.worker) ?? 'unknown'}`]),
    `server process: ${megabytes(memory.server) ?? 'unknown'}`,
    `tokens a second: prompt ${rate(speed?.prompt)}, answer ${rate(speed?.answer)}`,
    `log file: ${status.log_file ?? 'none, it goes to the terminal'}`
  ].join('\n');
}

/** So many bytes for people, null where they are not known. */
export function megabytes(bytes: number | null): string | null {
  return bytes === null ? null : `${Math.round(bytes / 1e6)} MB`;
}

function rate(speed: number | null | undefined): string {
  return speed === null || speed === undefined
    ? 'not measured yet'
    : String(Math.round(speed));
}
