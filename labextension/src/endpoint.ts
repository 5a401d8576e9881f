import type { TranslationBundle } from '@jupyterlab/translation';

/** Where the model is, if it is no file on the machine of the server. */
export interface IEndpoint {
  readonly host: string;
  /** A loopback address; else what is sent leaves the machine. */
  readonly local: boolean;
  readonly encrypted: boolean;
}

/** A model that is no file here: what it is told goes to that host. */
export function placed(
  name: string | null,
  endpoint: IEndpoint,
  trans: TranslationBundle
): string {
  const { host, local, encrypted } = endpoint;
  const way = local
    ? trans.__('this machine')
    : encrypted
      ? trans.__('what it is asked leaves this machine')
      : trans.__('what it is asked leaves this machine, not encrypted');
  return name === null
    ? trans.__('the one at %1 (%2)', host, way)
    : trans.__('%1 at %2 (%3)', name, host, way);
}
