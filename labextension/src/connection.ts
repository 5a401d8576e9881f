/** What the link needs of JupyterLab's connection to a kernel, and its control channel. */

import type { Kernel } from '@jupyterlab/services';
import { KernelMessage } from '@jupyterlab/services';

export type Info = KernelMessage.IInfoReply;
export type ControlRequest =
  'kernel_info_request' | 'create_subshell_request' | 'delete_subshell_request';

/** What of a kernel connection is used here. */
export type Connection = Pick<
  Kernel.IKernelConnection,
  | 'clientId'
  | 'commsOverSubshells'
  | 'connectionStatus'
  | 'connectionStatusChanged'
  | 'createComm'
  | 'info'
  | 'isDisposed'
  | 'reconnect'
  | 'requestExecute'
  | 'sendControlMessage'
  | 'status'
  | 'statusChanged'
  | 'subshellId'
  | 'supportsSubshells'
  | 'username'
>;

/** Ask on the control channel, which answers while a cell runs; null where the answer is an error. */
export async function askControl(
  kernel: Connection,
  msgType: ControlRequest,
  content: object
): Promise<Record<string, unknown> | null> {
  const message = KernelMessage.createMessage({
    msgType,
    channel: 'control',
    username: kernel.username,
    session: kernel.clientId,
    content
  } as unknown as KernelMessage.IOptions<KernelMessage.ICreateSubshellRequestMsg>);
  const reply = await kernel.sendControlMessage(message, true, true).done;
  const answer = (reply as KernelMessage.IControlMessage | undefined)
    ?.content as Record<string, unknown> | undefined;
  return answer === undefined || answer['status'] === 'error' ? null : answer;
}

export function hasSubshells(info: Info): boolean {
  const features = (info as { supported_features?: readonly string[] })
    .supported_features;
  return features?.includes('kernel subshells') ?? false;
}
